# Two units of ResNeXt in each of the forms of its figure 3, on small images, for fast tests.

import "../../../../zoo/resnext.bb"

network Form(unit: layer) {
  input image: [64, 12, 12]
  unit(64, stride: 2)
  unit(64)
}

network Grouped = Form(ResNeXtUnit(cardinality: 32, base: 4))
network Paths   = Form(PathsUnit(cardinality: 32, base: 4))
network Concat  = Form(ConcatUnit(cardinality: 32, base: 4))
network Groups  = Form(GroupUnit(cardinality: 32, base: 4))
