# grade: 3 — Python imports
import torch
from torch import nn
network N {
  input x: [3, 32, 32]
  conv(8, 3)
}
