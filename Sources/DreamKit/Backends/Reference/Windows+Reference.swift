/// A window's visits: for every output position, the input positions under it.
struct WindowVisits {
  let window: Window
  let input: Shape
  let output: Shape

  /// Calls `body` with output pixel, input pixel and tap for each real value under each window.
  func forEach(_ body: (_ output: Int, _ input: Int, _ tap: Int) -> Void) {
    let top = window.paddings(extent: input[0], size: window.rows).before
    let left = window.paddings(extent: input[1], size: window.columns).before
    for y in 0..<output[0] {
      for x in 0..<output[1] {
        for row in 0..<window.rows {
          for column in 0..<window.columns {
            let (sourceY, sourceX) = (y * window.stride + row - top, x * window.stride + column - left)
            guard (0..<input[0]).contains(sourceY), (0..<input[1]).contains(sourceX) else { continue }
            body(y * output[1] + x, sourceY * input[1] + sourceX, row * window.columns + column)
          }
        }
      }
    }
  }
}

extension Convolution: ReferenceOperation {
  func referenceLayer(
    _ name: String, from inputs: [Shape], to output: Shape, parameters: any ParameterStore
  ) throws(DreamError) -> any ReferenceLayer {
    ReferenceConvolution(
      convolution: self, parameters: try ConvolutionParameters(of: name, self, from: parameters),
      input: inputs[0], output: output)
  }
}

/// A convolution with its fused bias, normalisation and ReLU.
struct ReferenceConvolution: ReferenceLayer {
  let convolution: Convolution
  let parameters: ConvolutionParameters
  let input: Shape
  let output: Shape

  private var visits: WindowVisits { WindowVisits(window: convolution.window, input: input, output: output) }
  private var taps: Int { convolution.window.rows * convolution.window.columns }

  func forward(_ inputs: [[Float]]) -> [Float] {
    let (channels, filters, taps) = (input[2], output[2], taps)
    var sums = [Double](repeating: 0, count: output.count)
    for index in sums.indices { sums[index] = Double(parameters.bias[index % filters]) }
    sums.withUnsafeMutableBufferPointer { sums in
      inputs[0].withUnsafeBufferPointer { values in
        parameters.kernel.withUnsafeBufferPointer { kernel in
          visits.forEach { target, source, tap in
            for filter in 0..<filters {
              var sum = 0.0
              for channel in 0..<channels {
                sum +=
                  Double(values[source * channels + channel])
                  * Double(kernel[(filter * channels + channel) * taps + tap])
              }
              sums[target * filters + filter] += sum
            }
          }
        }
      }
    }
    return sums.map { Float(convolution.relu ? max($0, 0) : $0) }
  }

  func backward(_ inputs: [[Float]], output values: [Float], gradient: [Float]) -> [[Float]] {
    let (channels, filters, taps) = (input[2], output[2], taps)
    let masked = convolution.relu ? zip(values, gradient).map { $0 > 0 ? $1 : 0 } : gradient
    var sums = [Double](repeating: 0, count: input.count)
    sums.withUnsafeMutableBufferPointer { sums in
      masked.withUnsafeBufferPointer { gradient in
        parameters.kernel.withUnsafeBufferPointer { kernel in
          visits.forEach { target, source, tap in
            for filter in 0..<filters {
              let seed = Double(gradient[target * filters + filter])
              if seed == 0 { continue }
              for channel in 0..<channels {
                sums[source * channels + channel] +=
                  seed * Double(kernel[(filter * channels + channel) * taps + tap])
              }
            }
          }
        }
      }
    }
    return [sums.map { Float($0) }]
  }
}

extension Pooling: ReferenceOperation {
  func referenceLayer(
    _ name: String, from inputs: [Shape], to output: Shape, parameters: any ParameterStore
  ) -> any ReferenceLayer {
    ReferencePooling(pooling: self, input: inputs[0], output: output)
  }
}

/// The largest value, whose first occurrence gets the gradient, or the mean of the real values.
struct ReferencePooling: ReferenceLayer {
  let pooling: Pooling
  let input: Shape
  let output: Shape

  func forward(_ inputs: [[Float]]) -> [Float] {
    let winners = winners(inputs[0])
    return (0..<output.count).map { index in
      let pixels = winners[index]
      let sum = pixels.reduce(0.0) { $0 + Double(inputs[0][$1]) }
      return Float(sum / Double(pixels.count))
    }
  }

  func backward(_ inputs: [[Float]], output: [Float], gradient: [Float]) -> [[Float]] {
    var result = [Float](repeating: 0, count: inputs[0].count)
    for (index, pixels) in winners(inputs[0]).enumerated() {
      for pixel in pixels { result[pixel] += gradient[index] / Float(pixels.count) }
    }
    return [result]
  }

  /// For each output value the inputs that it is the mean of: one for a maximum.
  private func winners(_ values: [Float]) -> [[Int]] {
    var result = [[Int]](repeating: [], count: output.count)
    WindowVisits(window: pooling.window, input: input, output: output).forEach { target, source, _ in
      for channel in 0..<input[2] {
        let (to, from) = (target * input[2] + channel, source * input[2] + channel)
        switch pooling.kind {
        case .average: result[to].append(from)
        case .max where result[to].isEmpty || values[from] > values[result[to][0]]: result[to] = [from]
        case .max: break
        }
      }
    }
    return result
  }
}
