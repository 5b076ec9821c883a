# check: syntax
﻿# a byte order mark that begins no file
## ‮For th+e e: [2, 32, 32]
  "conv​1": conv(16, Inceptionrelu
  let access = "admin‍"; relu
  conv�����(08�  3)
  # allowed: é, 文, 😀,  
}
