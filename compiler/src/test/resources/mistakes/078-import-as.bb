# grade: 3 — a Python import with another name
import torch.nn.functional as F
network N {
  input x: [3, 32, 32]
  conv(8, 3)
}
