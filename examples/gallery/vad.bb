## Whether somebody speaks, 32 milliseconds at a time: a spectrum by fixed filters, convolutions over its
## frames, and an LSTM whose states go from one piece of sound to the next. As small as Silero's detector,
## which is made like this, with weights of its own.

block Frames(width: int, stride: int = 1) : [t, d] -> [ceil(t / stride), width] {
  conv1d(width, 3, stride: stride, padding: 1)
  relu
}

# 512 samples at 16 kHz, after the last 64 of those before.
network VoiceActivity(samples: int = 512) {
  input sound: [64 + samples]
  input h: [1, 128]
  input c: [1, 128]

  # The energies of 129 frequencies in windows of 256 samples, half of them new.
  sound -> reshape([-1, 1]) -> pad(after: 64, mode: reflect)
  stft: conv1d(258, 256, stride: 128, bias: false)
  split(2) as (real, imaginary)
  add(mul(real, real), mul(imaginary, imaginary))

  encoder: { Frames(128); Frames(64, stride: 2); Frames(64, stride: 2); Frames(128) } as frames
  rnn: lstm(frames, h, c, 128, states: true) as (states, next_h, next_c)

  states -> relu -> decoder: conv1d(1, 1) -> sigmoid -> mean(axis: 0) as speech
  output speech, next_h, next_c
}
