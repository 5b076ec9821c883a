# grade: 2 — a whole module of PyTorch
class N(nn.Module):
  def __init__(self):
    super().__init__()
    self.conv1 = nn.Conv2d(3, 8, 3)

  def forward(self, x):
    return F.relu(self.conv1(x))
