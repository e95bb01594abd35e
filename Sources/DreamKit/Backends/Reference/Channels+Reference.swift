extension Concatenation: ReferenceOperation {
  func referenceLayer(
    _ name: String, from inputs: [Shape], to output: Shape, parameters: any ParameterStore
  ) -> any ReferenceLayer {
    ReferenceConcatenation(channels: inputs.map { $0[2] })
  }
}

/// The inputs' channels one after the other.
struct ReferenceConcatenation: ReferenceLayer {
  let channels: [Int]

  func forward(_ inputs: [[Float]]) -> [Float] {
    var result: [Float] = []
    for pixel in 0..<(inputs[0].count / channels[0]) {
      for (input, count) in zip(inputs, channels) { result += input[(pixel * count)..<((pixel + 1) * count)] }
    }
    return result
  }

  func backward(_ inputs: [[Float]], output: [Float], gradient: [Float]) -> [[Float]] {
    let total = channels.reduce(0, +)
    var first = 0
    return channels.map { count in
      defer { first += count }
      return (0..<(gradient.count / total)).flatMap {
        gradient[($0 * total + first)..<($0 * total + first + count)]
      }
    }
  }
}

extension ChannelSlice: ReferenceOperation {
  func referenceLayer(
    _ name: String, from inputs: [Shape], to output: Shape, parameters: any ParameterStore
  ) -> any ReferenceLayer {
    ReferenceSlice(channels: channels, of: inputs[0][2])
  }
}

/// Some of the input's channels.
struct ReferenceSlice: ReferenceLayer {
  let channels: Range<Int>
  let total: Int

  init(channels: Range<Int>, of total: Int) {
    self.channels = channels
    self.total = total
  }

  func forward(_ inputs: [[Float]]) -> [Float] {
    stride(from: 0, to: inputs[0].count, by: total).flatMap { pixel in
      channels.map { inputs[0][pixel + $0] }
    }
  }

  func backward(_ inputs: [[Float]], output: [Float], gradient: [Float]) -> [[Float]] {
    var result = [Float](repeating: 0, count: inputs[0].count)
    for (index, value) in gradient.enumerated() {
      let (pixel, channel) = index.quotientAndRemainder(dividingBy: channels.count)
      result[pixel * total + channels.lowerBound + channel] = value
    }
    return [result]
  }
}
