import CKernels
import Foundation
import TestSupport
import Testing

@testable import DreamKit

/// Every way to compute a convolution, against plain sums in double precision.
struct ConvolutionTests {
  /// A layer: channels, source size, kernel and what is padded.
  struct Layer: CustomTestStringConvertible, Sendable {
    var channels: (from: Int, to: Int)
    var size: (height: Int, width: Int)
    var kernel: (rows: Int, columns: Int)
    var stride = 1
    var padding = Window.Padding.same

    /// The ways to compute the forward or the backward pass that must be there. Which Winograd convolutions the library
    /// has depends on the processor.
    func ways(_ direction: ConvolutionTask.Direction) -> Set<ConvolutionAlgorithm> {
      let isImage = channels.from == 3
      var ways: Set<ConvolutionAlgorithm> = [.libraryDirect]
      if direction == .backward, stride == 1, !isImage { ways.insert(.libraryFlipped) }
      guard dk_lanes() > 0 else { return ways }
      ways.insert(isImage ? .image : .direct)
      let isWinograd = [[1, 3], [3, 1], [3, 3], [5, 5], [1, 7], [7, 1]].contains([
        kernel.rows, kernel.columns,
      ])
      if stride == 1, isWinograd, !isImage { ways.insert(.winograd) }
      return ways
    }

    var testDescription: String {
      "\(channels.from)→\(channels.to) \(kernel.rows)×\(kernel.columns)/\(stride) \(padding) on \(size.width)×\(size.height)"
    }
  }

  static let layers = [
    Layer(channels: (16, 32), size: (13, 18), kernel: (3, 3)),
    Layer(channels: (32, 48), size: (9, 11), kernel: (3, 3), padding: .valid),
    Layer(channels: (24, 40), size: (10, 7), kernel: (5, 5)),
    Layer(channels: (32, 16), size: (6, 19), kernel: (1, 7)),
    Layer(channels: (16, 80), size: (21, 5), kernel: (7, 1)),
    Layer(channels: (16, 16), size: (4, 9), kernel: (1, 3)),
    Layer(channels: (16, 16), size: (9, 4), kernel: (3, 1)),
    Layer(channels: (48, 64), size: (8, 8), kernel: (1, 1)),
    Layer(channels: (32, 32), size: (12, 15), kernel: (3, 3), stride: 2, padding: .valid),
    // Strides whose phases differ in size and taps, one of them without any.
    Layer(channels: (24, 40), size: (11, 14), kernel: (3, 3), stride: 2),
    Layer(channels: (16, 24), size: (9, 8), kernel: (2, 2), stride: 2),
    Layer(channels: (16, 24), size: (7, 9), kernel: (1, 1), stride: 2),
    // More pixels than fit one row of a kernel without neighbours, and a last row that is short.
    Layer(channels: (64, 24), size: (43, 37), kernel: (1, 1)),
    // Larger than the tiles that one thread takes at once.
    Layer(channels: (16, 16), size: (70, 90), kernel: (3, 3)),
  ]
  static let images = [
    Layer(channels: (3, 32), size: (37, 42), kernel: (3, 3), stride: 2, padding: .valid),
    Layer(channels: (3, 24), size: (40, 31), kernel: (3, 3)),
    Layer(channels: (3, 16), size: (33, 70), kernel: (5, 5), stride: 2),
  ]

  @Test(arguments: layers) func theWaysThatFitAreThere(_ layer: Layer) throws {
    let window = try Case(layer).window
    let library: Set<ConvolutionAlgorithm> = [.libraryWinograd2x2, .libraryWinograd4x4]
    for direction in [ConvolutionTask.Direction.forward, .backward] {
      let task = ConvolutionTask(direction: direction, window: window, threads: 1)
      let there = ConvolutionAlgorithm.allCases.filter { $0.makeKernel(for: task) != nil }
      #expect(Set(there).subtracting(library) == layer.ways(direction), "\(direction)")
    }
  }

  @Test(arguments: images) func theWaysToTheImageAreThere(_ layer: Layer) throws {
    let task = ConvolutionTask(
      direction: .backward, window: try Case(layer, isPlanar: true).window, threads: 1,
      isPlanar: true)
    let there = ConvolutionAlgorithm.allCases.filter { $0.makeKernel(for: task) != nil }
    #expect(Set(there) == layer.ways(.backward))
  }

  @Test(arguments: cases(layers, .forward))
  func forwards(_ layer: Layer, _ algorithm: ConvolutionAlgorithm) throws {
    let sample = try Case(layer)
    let task = ConvolutionTask(direction: .forward, window: sample.window, threads: 2, relu: true)
    let kernel = try #require(algorithm.makeKernel(for: task))
    let result = try sample.run(
      task, algorithm, kernel, source: sample.source, channels: layer.channels.from)
    #expect(relativeError(result, sample.output) < tolerance(algorithm))
  }

  @Test(arguments: cases(layers, .backward))
  func backwards(_ layer: Layer, _ algorithm: ConvolutionAlgorithm) throws {
    let sample = try Case(layer)
    for accumulates in [false, true] {
      let task = ConvolutionTask(
        direction: .backward, window: sample.window, threads: 2, masks: true,
        accumulates: accumulates)
      let kernel = try #require(algorithm.makeKernel(for: task))
      let result = try sample.run(
        task, algorithm, kernel, source: sample.gradient, channels: layer.channels.to)
      let expected =
        accumulates ? zip(sample.sourceGradient, sample.start).map(+) : sample.sourceGradient
      #expect(relativeError(result, expected) < tolerance(algorithm))
    }
  }

  @Test(arguments: cases(images, .backward))
  func backToTheImage(_ layer: Layer, _ algorithm: ConvolutionAlgorithm) throws {
    let sample = try Case(layer, isPlanar: true)
    let task = ConvolutionTask(
      direction: .backward, window: sample.window, threads: 2, isPlanar: true, masks: true)
    let kernel = try #require(algorithm.makeKernel(for: task))
    let result = try sample.run(
      task, algorithm, kernel, source: sample.gradient, channels: layer.channels.to)
    #expect(relativeError(result, sample.sourceGradient) < 1e-6)
  }

  /// Each layer with each way that must be there, and with the library's Winograd convolutions if it has them.
  private static func cases(
    _ layers: [Layer], _ direction: ConvolutionTask.Direction
  ) -> [(Layer, ConvolutionAlgorithm)] {
    layers.flatMap { layer in
      let task = (try? Case(layer)).map {
        ConvolutionTask(direction: direction, window: $0.window, threads: 1)
      }
      let library = [ConvolutionAlgorithm.libraryWinograd2x2, .libraryWinograd4x4].filter { way in
        layer.channels.from != 3 && task.flatMap { way.makeKernel(for: $0) } != nil
      }
      return (layer.ways(direction).sorted { $0.rawValue < $1.rawValue } + library).map {
        (layer, $0)
      }
    }
  }

  @Test func plainSumsAreAlwaysThere() throws {
    for layer in Self.layers {
      let window = try Case(layer).window
      for task in [
        ConvolutionTask(direction: .forward, window: window, threads: 1),
        ConvolutionTask(
          direction: .backward, window: window, threads: 1, masks: true, accumulates: true),
      ] {
        #expect(ConvolutionAlgorithm.libraryDirect.makeKernel(for: task) != nil)
        let tuner = ConvolutionTuner { () throws(DreamError) in
          throw DreamError(.unwritable, "no cache")
        }
        #expect(try tuner.step(for: task, precision: .exact).algorithm.isExact)
      }
    }
  }

  @Test func aChoiceStandsInTheFile() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("choices-\(UUID())")
      .path
    defer { try? FileManager.default.removeItem(atPath: path) }
    // A choice needs two ways; which layers have them depends on the width of vectors.
    let tasks = try Self.layers.flatMap { layer in
      let window = try Case(layer).window
      return [ConvolutionTask.Direction.backward, .forward].map {
        ConvolutionTask(direction: $0, window: window, threads: 1)
      }
    }
    func ways(_ task: ConvolutionTask) -> [ConvolutionAlgorithm] {
      ConvolutionAlgorithm.allCases.filter { $0.makeKernel(for: task).map { !$0.isReference } == true }
    }
    let task = try #require(tasks.first { ways($0).count > 1 })
    let first = ConvolutionTuner { () throws(DreamError) in path }
    let chosen = try first.step(for: task, precision: .automatic).algorithm
    first.save()
    #expect(
      try String(contentsOfFile: path, encoding: .utf8) == "\(task.signature)\t\(chosen.rawValue)\n"
    )
    // Whatever is in the file is what is taken, and lines of another kind are none of our business.
    let other = try #require(ways(task).first { $0 != chosen })
    let lines = "nonsense\n\(task.signature)\t\(other.rawValue)\na\tb\n"
    try lines.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(
      try ConvolutionTuner { () throws(DreamError) in path }.step(for: task, precision: .automatic)
        .algorithm
        == other)
  }

  private func tolerance(_ algorithm: ConvolutionAlgorithm) -> Double {
    algorithm.isExact ? 1e-6 : 6e-6
  }

  /// Numbers for a layer, and what plain sums make of them.
  private struct Case {
    let window: dk_window
    let isPlanar: Bool
    let source: [Float]
    let output: [Float]
    let gradient: [Float]
    let sourceGradient: [Float]
    let start: [Float]
    private let parameters: ConvolutionParameters
    private let shapes: (source: Shape, output: Shape)

    init(_ layer: Layer, isPlanar: Bool = false) throws {
      let own = Window(
        rows: layer.kernel.rows, columns: layer.kernel.columns, stride: layer.stride,
        padding: layer.padding)
      let convolution = Convolution(
        window: own, filters: layer.channels.to, hasBias: true, relu: true)
      let from: Shape = [layer.size.height, layer.size.width, layer.channels.from]
      let to: Shape = [
        own.positions(extent: from[0], size: own.rows),
        own.positions(extent: from[1], size: own.columns),
        layer.channels.to,
      ]
      let store = OneLayer(
        kernel: Tensor.random([own.rows, own.columns, from[2], to[2]], seed: 1),
        bias: Tensor.random([to[2]], seed: 2))
      parameters = try ConvolutionParameters(of: "layer", convolution, from: store)
      let reference = ReferenceConvolution(
        convolution: convolution, parameters: parameters, input: from, output: to)
      source = Tensor.random(from, seed: 3).values
      output = reference.forward([source])
      gradient = Tensor.random(to, seed: 4).values
      start = Tensor.random(from, seed: 5).values
      sourceGradient = reference.backward([source], output: output, gradient: gradient)[0]
      window = dk_window(own, from: from, to: to)
      shapes = (from, to)
      self.isPlanar = isPlanar
    }

    /// Runs a kernel on memory in its layout and brings the result back to [height, width, channels].
    func run(
      _ task: ConvolutionTask, _ algorithm: ConvolutionAlgorithm, _ kernel: any ConvolutionKernel,
      source: [Float],
      channels: Int
    ) throws -> [Float] {
      let isForward = task.direction == .forward
      let target = isForward ? shapes.output : shapes.source
      let step = ConvolutionStep(task: task, algorithm: algorithm, kernel: kernel)
      let memory = try [task.sourceCount, task.sourceCount, task.targetCount, task.targetCount].map {
        try AlignedMemory(size: $0 * 4 + 64)
      }
      let (from, mask, to, part) = (
        memory[0].floats, memory[1].floats, memory[2].floats, memory[3].floats
      )
      block(source, channels, into: from)
      if task.masks { block(output, channels, into: mask) }
      if task.accumulates { block(start, target[2], into: to) }
      let weights = try AlignedMemory(size: kernel.weightsSize)
      try kernel.pack(
        kernel.weightsLayout.isFlipped ? parameters.flippedKernel : parameters.kernel,
        into: weights.floats)
      let bias = try AlignedMemory(size: 4096)
      bias.floats.update(repeating: 0, count: 1024)
      bias.floats.update(from: parameters.bias, count: parameters.bias.count)
      let scratch = try AlignedMemory(size: kernel.scratchSize)
      try step.bind(
        ConvolutionOperands(
          source: from, mask: task.masks ? mask : nil, weights: weights.floats,
          bias: isForward ? bias.floats : nil, target: to, part: part, scratch: scratch.base))()
      if isPlanar && !isForward {
        let pixels = target[0] * target[1]
        return (0..<target.count).map { to[$0 % 3 * pixels + $0 / 3] }
      }
      var result = [Float](repeating: 0, count: target.count)
      result.withUnsafeMutableBufferPointer {
        dk_copy_channels(
          $0.baseAddress, 0, target[2], to, 0, Int(dk_block()), target[2], target[0] * target[1], 0)
      }
      return result
    }

    /// [pixels, channels] to blocks, the channels that only fill one 0.
    private func block(_ values: [Float], _ channels: Int, into target: UnsafeMutablePointer<Float>) {
      let (size, pixels) = (Int(dk_block()), values.count / channels)
      target.update(repeating: 0, count: (channels + size - 1) / size * size * pixels)
      for (index, value) in values.enumerated() {
        let (pixel, channel) = (index / channels, index % channels)
        target[(channel / size * pixels + pixel) * size + channel % size] = value
      }
    }
  }

  private struct OneLayer: ParameterStore {
    let kernel: Tensor
    let bias: Tensor
    func parameters(of layer: String) throws(DreamError) -> [Tensor] { [kernel, bias] }
  }
}
