# check: sstride﻿# a byte order mark that begins no file
## ‮For the eyes of the �# check: syntax
block A {
  | a
  { | a | b }
  it { a }
  c�� access = "adonmin‍"; relu
  conv(16,v(3) {
    3)
  # all  |owed: é, 文 , �a
  }
}��
,  
}
