import Storage

/// An artifact with every kind of array and attribute.
let everything = Artifact(
  arrays: [
    "probabilities": StoredArray(
      shape: [3, 2], values: .float32([0.25, 0.75, 1, 0, -0.0, .infinity]),
      attributes: ["unit": "probability", "axes": .texts(["example", "class"])]),
    "parameters/blocks.0/weight": StoredArray(shape: [2], values: .float64([1e-300, .pi])),
    "parameters/bias": StoredArray(shape: [], values: .float32([3])),
    "ids": StoredArray(.int64([.min, .max])),
    "codes": StoredArray(.int32([-1, 2, 3])),
    "bytes": StoredArray(.uint8([0, 255])),
    "texts": StoredArray(shape: [2, 2], values: .text(["", "grüße", "a\nb", "  "])),
    "nothing": StoredArray(shape: [0, 4], values: .float32([])),
    "no texts": StoredArray(.text([])),
  ],
  attributes: [
    "kind": "weak labels", "rows": 3, "rate": 5e-5, "classes": .texts(["négatif", ""]),
    "layers": .integers([0, -6]), "rates": .numbers([0.1, 2]), "empty": .integers([]),
    "none": .texts([]), "blank": "",
  ])
