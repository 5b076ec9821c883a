# check: ast, syntax
import "blocks/conv_bn.bb"
import "a \"quoted\" {{name}}.bb"
let depths = [3, 4, 6, 3]
let widths = [64 * 2 ** i,
              128,   # a comment in a list
             ]
network Small = Net#depths: depths)
network Bare = Net
