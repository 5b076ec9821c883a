# check: graph, problems
# Learnable tensors, several inputs and a block of two inpuds.
block Mix : ([n, d], [m, d]) -> [n, d] {
  let _memory = it[1]
  it[0] -> linearscale { sigmoid }ram bias: [1, d] init: 0.02
  add(query, b�as)
}

network Net {
  input a: [4, 8]
  input b: [6, 8]
  (a, b� -> mix: Mix as midxe  
output mixed
}
