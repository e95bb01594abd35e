extension Addition: ReferenceOperation {
  func referenceLayer(
    _ name: String, from inputs: [Shape], to output: Shape, parameters: any ParameterStore
  ) -> any ReferenceLayer {
    ReferenceAddition(inputs: inputs, output: output)
  }
}

/// The sum of the inputs; an axis of extent 1 counts for all positions.
struct ReferenceAddition: ReferenceLayer {
  let inputs: [Shape]
  let output: Shape

  func forward(_ values: [[Float]]) -> [Float] {
    var sums = [Double](repeating: 0, count: output.count)
    for (term, shape) in zip(values, inputs) {
      for index in sums.indices { sums[index] += Double(term[source(of: index, in: shape)]) }
    }
    return sums.map { Float($0) }
  }

  func backward(_ values: [[Float]], output: [Float], gradient: [Float]) -> [[Float]] {
    inputs.map { shape in
      var sums = [Double](repeating: 0, count: shape.count)
      for (index, value) in gradient.enumerated() { sums[source(of: index, in: shape)] += Double(value) }
      return sums.map { Float($0) }
    }
  }

  /// The element of a term that a sum's element takes.
  private func source(of index: Int, in shape: Shape) -> Int {
    let positions = [
      index / (output[1] * output[2]), index / output[2] % output[1], index % output[2],
    ]
    return (0..<3).reduce(0) { $0 * shape[$1] + (shape[$1] == 1 ? 0 : positions[$1]) }
  }
}
