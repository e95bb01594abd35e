extension ImageInput: ReferenceOperation {
  func referenceLayer(
    _ name: String, from inputs: [Shape], to output: Shape, parameters: any ParameterStore
  ) -> any ReferenceLayer {
    ReferenceInput(mode: mode)
  }
}

/// The image brought to the network's input mode.
struct ReferenceInput: ReferenceLayer {
  let mode: InputMode

  func forward(_ inputs: [[Float]]) -> [Float] {
    var result = inputs[0]
    for pixel in stride(from: 0, to: result.count, by: 3) {
      for (channel, rule) in mode.channels.enumerated() {
        result[pixel + channel] = inputs[0][pixel + rule.source] * rule.scale + rule.offset
      }
    }
    return result
  }

  func backward(_ inputs: [[Float]], output: [Float], gradient: [Float]) -> [[Float]] {
    var result = gradient
    for pixel in stride(from: 0, to: result.count, by: 3) {
      for (channel, rule) in mode.channels.enumerated() {
        result[pixel + rule.source] = gradient[pixel + channel] * rule.scale
      }
    }
    return [result]
  }
}

extension BatchNormalization: ReferenceOperation {
  func referenceLayer(
    _ name: String, from inputs: [Shape], to output: Shape, parameters: any ParameterStore
  ) throws(DreamError) -> any ReferenceLayer {
    let affine = try affine(from: parameters)
    return ReferenceNormalization(scale: affine.scale, offset: affine.offset)
  }
}

/// A batch normalisation by itself.
struct ReferenceNormalization: ReferenceLayer {
  let scale: [Float]
  let offset: [Float]

  func forward(_ inputs: [[Float]]) -> [Float] {
    inputs[0].indices.map { inputs[0][$0] * scale[$0 % scale.count] + offset[$0 % scale.count] }
  }

  func backward(_ inputs: [[Float]], output: [Float], gradient: [Float]) -> [[Float]] {
    [gradient.indices.map { gradient[$0] * scale[$0 % scale.count] }]
  }
}

extension ReLU: ReferenceOperation {
  func referenceLayer(
    _ name: String, from inputs: [Shape], to output: Shape, parameters: any ParameterStore
  ) -> any ReferenceLayer {
    ReferenceReLU()
  }
}

/// max(x, 0); the gradient passes where the output is positive.
struct ReferenceReLU: ReferenceLayer {
  func forward(_ inputs: [[Float]]) -> [Float] { inputs[0].map { max($0, 0) } }

  func backward(_ inputs: [[Float]], output: [Float], gradient: [Float]) -> [[Float]] {
    [zip(output, gradient).map { $0 > 0 ? $1 : 0 }]
  }
}
