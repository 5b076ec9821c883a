## PointNet (Qi et al., 2017): the classification network, with both of its transforms.
##
## Figure 2: every point passes the same layers, and the largest of each feature over all points is
## the shape's. Before that two small networks of the same form turn the points and their features.
## Names are those of fxia22/pointnet.pytorch.

# A matrix that turns the k features of each point: the identity, and what the points say.
block Transform : [n, k] -> [k, k] {
  conv1: conv1d(64, 1);   bn1: bn; relu  # bb: allow(bias-before-norm): the published layers have biases
  conv2: conv1d(128, 1);  bn2: bn; relu  # bb: allow(bias-before-norm): the published layers have biases
  conv3: conv1d(1024, 1); bn3: bn; relu  # bb: allow(bias-before-norm): the published layers have biases
  max(axis: 0)
  fc1: linear(512); bn4: bn; relu  # bb: allow(bias-before-norm): the published layers have biases
  fc2: linear(256); bn5: bn; relu  # bb: allow(bias-before-norm): the published layers have biases
  fc3: linear(k * k)
  reshape([k, k])
  const unit: [k, k] = eye(k)
  add(it, unit)
}

network PointNet(classes: int = 40, points: int = 1024) {
  input cloud: [points, 3]

  feat: {
    stn: Transform as turn
    matmul(cloud, turn)
    conv1: conv1d(64, 1); bn1: bn; relu  # bb: allow(bias-before-norm): the published layers have biases
    identity as features
    fstn: Transform as turned
    matmul(features, turned)
    conv2: conv1d(128, 1); bn2: bn; relu  # bb: allow(bias-before-norm): the published layers have biases
    conv3: conv1d(1024, 1); bn3: bn  # bb: allow(bias-before-norm): the published layers have biases
    max(axis: 0)                                              # [1024]
  }
  fc1: linear(512); bn1: bn; relu  # bb: allow(bias-before-norm): the published layers have biases
  fc2: linear(256); dropout(0.3); bn2: bn; relu
  fc3: linear(classes)
}
