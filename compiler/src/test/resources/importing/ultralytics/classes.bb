## Imported from classes.yaml (Ultralytics). Names are those of the published checkpoints.
network Classes {
  input image: [1, 224, 224]
  model: {
    "0": { conv: conv(8, 5, stride: 2, padding: 1, bias: false); bn: bn(eps: 0.001); silu }
    "2": {
      conv: { conv: conv(1280, 1, bias: false); bn: bn(eps: 0.001); silu }
      global_avg_pool
      flatten
      linear: linear(5)
      softmax
    }
  }
}
