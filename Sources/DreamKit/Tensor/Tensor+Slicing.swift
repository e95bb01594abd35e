extension Tensor {
  /// What is selected of one axis.
  package enum AxisSelection: Equatable, Sendable {
    /// One place; the axis disappears.
    case index(Int)
    /// Every `step`-th index from `start`, `count` of them.
    case slice(start: Int, count: Int, step: Int)
  }

  /// Takes a part of the tensor; axes that are not mentioned are kept.
  ///
  /// - Precondition: the selections lie within the extents.
  package func selecting(_ selections: [AxisSelection]) -> Tensor {
    var extents: [Int] = []
    var starts: [Int] = []
    var counts: [Int] = []
    var steps: [Int] = []
    for (axis, extent) in shape.dimensions.enumerated() {
      switch axis < selections.count ? selections[axis] : .slice(start: 0, count: extent, step: 1) {
      case .index(let place):
        starts.append(place)
        counts.append(1)
        steps.append(1)
      case .slice(let start, let count, let step):
        starts.append(start)
        counts.append(count)
        steps.append(step)
        extents.append(count)
      }
    }
    let target = Shape(extents)
    var result: [Float] = []
    result.reserveCapacity(target.count)
    func visit(axis: Int, offset: Int) {
      guard axis < shape.rank else {
        result.append(values[offset])
        return
      }
      let stride = shape.dimensions[(axis + 1)...].reduce(1, *)
      if axis == shape.rank - 1, steps[axis] == 1 {
        let start = offset + starts[axis]
        result.append(contentsOf: values[start..<start + counts[axis]])
        return
      }
      for place in 0..<counts[axis] {
        visit(axis: axis + 1, offset: offset + (starts[axis] + place * steps[axis]) * stride)
      }
    }
    if target.count > 0 { visit(axis: 0, offset: 0) }
    return Tensor(shape: target, values: result)
  }

  /// The same values under another shape with as many values.
  package func reshaped(to shape: Shape) throws(DreamError) -> Tensor {
    guard shape.count == values.count else {
      throw DreamError(.invalidArgument, "\(values.count) values do not fill the shape \(shape).")
    }
    return Tensor(shape: shape, values: values)
  }
}
