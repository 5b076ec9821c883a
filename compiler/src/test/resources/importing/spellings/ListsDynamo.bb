## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).
##
## The model has no names for 2 of the layers, which are named after what they are.
network Case {
  input x: [5, 8]
  concat(axis: 0) {
    | { split(2); mul }
    | {
      add {
        | mul { | slice(0, end: 2) | slice(0, start: 2, end: 4) }
        | mul { | slice(0, start: 2, end: 3) | slice(0, start: 4) }
      }
      slice(1, end: 4)
    }
  } as cat
  x -> add {
    | mul {
      | {
        buffer table1: [5, 8]
        mul(it, table1)
        buffer table2: [5, 8]
        add(it, table2)
        slice(0, end: 2)
      }
      | slice(0, start: 3)
    }
    | { slice(0, end: 3); slice(0, start: 1) }
  } as add_2
  output cat, add_2
}
