class TransposedLinear(nn.Module):
    """A linear layer that keeps its weight as [in, out]."""

    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_features, out_features) * 0.02)
        self.bias = nn.Parameter(torch.zeros(out_features)) if bias else None

    def forward(self, x):
        return F.linear(x, self.weight.T, self.bias)


class DeformConv2d(nn.Module):
    """A convolution whose window's elements are moved by offsets, and weighed by a mask."""

    def __init__(
        self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1,
        bias=True,
    ):
        super().__init__()
        self.kernel, self.stride, self.padding, self.dilation = (
            size if isinstance(size, tuple) else (size, size)
            for size in (kernel_size, stride, padding, dilation)
        )
        self.groups = groups
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels // groups, *self.kernel))
        self.bias = nn.Parameter(torch.zeros(out_channels)) if bias else None
        nn.init.kaiming_uniform_(self.weight, a=math.sqrt(5))

    def forward(self, x, offset, mask=None):
        n, c, height, width = x.shape
        size = self.kernel[0] * self.kernel[1]
        h, w = offset.shape[-2:]
        parts = offset.shape[1] // (2 * size)
        # [n, parts, elements, 2, h, w]
        offset = offset.reshape(n, parts, size, 2, h, w)
        rows = torch.arange(self.kernel[0], device=x.device).repeat_interleave(self.kernel[1])
        columns = torch.arange(self.kernel[1], device=x.device).repeat(self.kernel[0])
        y = torch.arange(h, device=x.device) * self.stride[0] - self.padding[0]
        z = torch.arange(w, device=x.device) * self.stride[1] - self.padding[1]
        y = offset[:, :, :, 0] + (rows * self.dilation[0])[:, None, None] + y[:, None]
        z = offset[:, :, :, 1] + (columns * self.dilation[1])[:, None, None] + z
        places = torch.stack([(2 * z + 1) / width - 1, (2 * y + 1) / height - 1], -1)
        seen = F.grid_sample(
            x.reshape(n * parts, c // parts, height, width),
            places.reshape(n * parts, size * h, w, 2),
            align_corners=False,
        ).reshape(n, parts, c // parts, size, h, w)
        if mask is not None:
            seen = seen * mask.reshape(n, parts, 1, size, h, w)
        seen = seen.reshape(n, self.groups, -1, h * w)
        weight = self.weight.reshape(self.groups, -1, seen.shape[2])
        result = (weight @ seen).reshape(n, -1, h, w)
        return result if self.bias is None else result + self.bias[:, None, None]


def attention(
    q, k, v, heads=1, kv_heads=None, scale=None, causal=False, offset=0, bias=None, mask=None
):
    """Scaled dot-product attention of [..., tokens, features], whose heads lie side by side.

    A mask is true where a query sees a key, or is added to the scores, as a bias is.
    """
    kv_heads = kv_heads or heads
    q = q.unflatten(-1, (heads, -1)).transpose(-3, -2)
    k = k.unflatten(-1, (kv_heads, -1)).transpose(-3, -2)
    v = v.unflatten(-1, (kv_heads, -1)).transpose(-3, -2)
    if kv_heads != heads:
        k = k.repeat_interleave(heads // kv_heads, -3)
        v = v.repeat_interleave(heads // kv_heads, -3)
    if causal:
        seen = torch.ones(q.shape[-2], k.shape[-2], dtype=torch.bool, device=q.device)
        seen = seen.tril(offset)
        if mask is None:
            mask = seen
        else:
            mask = mask & seen if mask.dtype == torch.bool else mask.masked_fill(~seen, -math.inf)
    if bias is not None:
        if mask is None:
            mask = bias
        else:
            mask = bias.masked_fill(~mask, -math.inf) if mask.dtype == torch.bool else mask + bias
    if mask is not None and mask.dim() < 2:
        mask = mask[None]
    x = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, scale=scale)
    return x.transpose(-3, -2).flatten(-2)


def attend(attention, q, k, v, causal=False, offset=0, mask=None, padding=None):
    """Calls nn.MultiheadAttention on [..., tokens, features].

    A mask is true where a query sees a key, and padding where there is none.
    """
    lead = q.shape[:-2]
    t, s = q.shape[-2], k.shape[-2]
    hidden = None
    if mask is not None:
        hidden = ~mask if mask.dtype == torch.bool else mask
        if hidden.dim() > 2:
            hidden = hidden.expand(*lead, attention.num_heads, t, s).reshape(-1, t, s)
        else:
            hidden = hidden.expand(t, s)
    if causal:
        later = torch.ones(t, s, dtype=torch.bool, device=q.device).triu(1 + offset)
        if hidden is None:
            hidden = later
        elif hidden.dtype == torch.bool:
            hidden = hidden | later
        else:
            hidden = hidden.masked_fill(later, -math.inf)
    if padding is not None:
        padding = padding.expand(*lead, s).reshape(-1, s)
        if hidden is not None and hidden.dtype != padding.dtype:
            zeros = torch.zeros(hidden.shape, device=q.device)
            hidden = zeros.masked_fill(hidden, -math.inf) if hidden.dtype == torch.bool else hidden
            zeros = torch.zeros(padding.shape, device=q.device)
            padding = zeros.masked_fill(padding, -math.inf) if padding.dtype == torch.bool else padding
    x, _ = attention(
        q.reshape(-1, *q.shape[-2:]),
        k.reshape(-1, *k.shape[-2:]),
        v.reshape(-1, *v.shape[-2:]),
        key_padding_mask=padding,
        attn_mask=hidden,
        need_weights=False,
    )
    return x.reshape(*lead, *x.shape[-2:])


def recur(module, x, *states):
    """Calls a recurrent module with states [batch, layers, features], and yields such states."""
    states = [state.transpose(0, 1).contiguous() for state in states]
    if not states:
        x, last = module(x)
    else:
        x, last = module(x, tuple(states) if len(states) > 1 else states[0])
    last = last if isinstance(last, tuple) else (last,)
    return x, *(state.transpose(0, 1) for state in last)


def rotary(
    x, heads=1, base=10000.0, interleaved=False, dims=None, start=0, factor=1.0, original=None,
    low_freq=1.0, high_freq=4.0,
):
    """Turns pairs of each head's features by the position of the token."""
    y = x.unflatten(-1, (heads, -1))
    dims = dims or y.shape[-1]
    pairs = torch.arange(dims // 2, dtype=torch.float64, device=x.device)
    frequencies = base ** (-2 * pairs / dims)
    if original is None:
        frequencies = frequencies / factor
    else:
        periods = original * frequencies / (2 * math.pi)
        kept = ((periods - low_freq) / (high_freq - low_freq)).clamp(0, 1)
        frequencies = (1 - kept) * frequencies / factor + kept * frequencies
    positions = torch.arange(start, start + x.shape[-2], dtype=torch.float64, device=x.device)
    angles = positions[:, None, None] * frequencies
    cos, sin = angles.cos().to(x.dtype), angles.sin().to(x.dtype)
    turned, rest = y[..., :dims], y[..., dims:]
    if interleaved:
        a, b = turned[..., 0::2], turned[..., 1::2]
        turned = torch.stack([a * cos - b * sin, b * cos + a * sin], -1).flatten(-2)
    else:
        a, b = turned.chunk(2, -1)
        turned = torch.cat([a * cos - b * sin, b * cos + a * sin], -1)
    return torch.cat([turned, rest], -1).flatten(-2)


def sinusoid(x, features, base=10000.0, offset=0, interleaved=True):
    """Sines and cosines of each number at several frequencies."""
    half = features // 2
    steps = torch.arange(half, dtype=torch.float32, device=x.device)
    angles = x[..., None].float() * base ** (-steps / (half - offset))
    if interleaved:
        return torch.stack([angles.sin(), angles.cos()], -1).flatten(-2)
    return torch.cat([angles.sin(), angles.cos()], -1)


def selective_scan(u, delta, a, b, c, skip):
    """A state for each channel that decays and takes in the input, token by token."""
    state = u.new_zeros(u.shape[0], u.shape[2], a.shape[1])
    y = []
    for t in range(u.shape[1]):
        decay = torch.exp(delta[:, t, :, None] * a)
        state = decay * state + (delta[:, t] * u[:, t])[..., None] * b[:, t, None]
        y.append((state * c[:, t, None]).sum(-1))
    return torch.stack(y, 1) + skip * u


def take(x, index, dim, index_axes):
    """The slices of each example that its index names."""
    n = x.shape[0]
    x = x.movedim(dim, 1)
    example = torch.arange(n, device=x.device).reshape(n, *[1] * index_axes)
    y = x[example, index]
    for _ in range(dim - 1):
        # the axes that were before the one that is taken from go back there
        y = y.movedim(1 + index_axes, dim - 1 if dim > 2 else 1)
    return y


def drop_path(x, p, training):
    """Drops a whole example's branch in training."""
    if not training:
        return x
    kept = x.new_empty(x.shape[0], *[1] * (x.dim() - 1)).bernoulli_(1 - p)
    return x * kept / (1 - p)


def packed(text, shape, dtype):
    """Numbers that are written as text."""
    numbers = torch.frombuffer(bytearray(zlib.decompress(base64.b64decode(text))), dtype=torch.float32)
    return numbers.reshape(shape).to(dtype)


def indexed(function, shape, dtype):
    """A tensor of what a function says for each index."""
    kind = torch.float64 if dtype.is_floating_point else torch.int64
    counts = [torch.arange(size, dtype=kind) for size in shape]
    return function(*torch.meshgrid(*counts, indexing="ij")).to(dtype)
