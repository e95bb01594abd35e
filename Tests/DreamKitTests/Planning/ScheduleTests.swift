import Foundation
import TestSupport
import Testing

@testable import DreamKit

@Suite struct ScheduleTests {
  private func schedule(
    _ graph: Graph, _ outputs: [String], _ size: Shape, _ rules: PlainRules, _ rewrites: [Rewrite] = []
  ) throws -> Schedule {
    let nodes = try outputs.map { try #require(graph.node(named: $0)) }
    let optimized = graph.optimized(for: nodes, by: rewrites)
    return try Schedule(
      graph: optimized.graph, outputs: optimized.outputs, height: size[0], width: size[1], rules: rules)
  }

  @Test(arguments: BackendTests.samples + BackendTests.joins, [1, 8, 16])
  func schedulesComputeWhatTheReferenceComputes(_ sample: BackendTests.Sample, block: Int) throws {
    let parameters = LivelyParameters(for: sample.graph, seed: 3)
    let image = Tensor.random(sample.sizes[0])
    let expected = try BackendTests().model(sample, ReferenceBackend()).lossAndGradient(
      of: image, cancellation: Cancellation())
    for rewrites in [[], OneDNNBackend.rewrites] {
      let schedule = try schedule(
        sample.graph, sample.outputs, image.shape, PlainRules(block: block), rewrites)
      var executor = ScheduleExecutor(schedule, parameters: parameters)
      #expect(relativeError(try executor.gradient(of: image).values, expected.gradient.values) < 1e-5)
    }
  }

  /// The plan of a step of the paper's dream at 500×333, in blocks of 8 or 16 channels, and its 61 MB. Where another plan
  /// is wanted, `DREAMKIT_GOLDEN=write` writes the file anew.
  @Test(arguments: [8, 16]) func inceptionV3HasItsPlan(block: Int) throws {
    let schedule = try schedule(
      Architecture.inceptionV3.makeGraph(), ["mixed3", "mixed5"], [333, 500],
      PlainRules(block: block, remembersMaxima: true), OneDNNBackend.rewrites)
    let size = MemoryPlan(schedule, scratch: []).size
    #expect(size == 61_224_576)
    let text = "\(schedule)memory: \(size) bytes\n"
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/Plans/inceptionv3.txt").path
    if ProcessInfo.processInfo.environment["DREAMKIT_GOLDEN"] == "write" {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
    #expect(text == (try String(contentsOfFile: path, encoding: .utf8)))
  }

  @Test func schedulesSayWhatTheyDo() throws {
    var builder = GraphBuilder()
    let image = builder.input(.tf)
    let a = builder.convolution(image, filters: 4, window: Window(rows: 1, columns: 1), hasBias: true)
    let b = builder.convolution(image, filters: 3, window: Window(rows: 1, columns: 1), hasBias: true)
    _ = builder.concatenation([a, b], named: "mixed")
    let schedule = try schedule(builder.graph, ["mixed"], [2, 2], PlainRules(block: 4))
    #expect(
      schedule.description == """
        buffers
        b0: 32 floats, activations of mixed
        b1: 12 floats, activations of input_1
        b2: 32 floats, gradients of mixed
        b3: 12 floats, gradients of input_1
        forward
        input_1: InputLayer -> b1[0..<12]
        conv2d: Conv2D b1[0..<12] -> b0[0..<16]
        conv2d_1: Conv2D b1[0..<12] -> b0[16..<32]
        backward
        mixed: seed -> b2[0..<32]
        conv2d_1: gradient of Conv2D b2[16..<32] -> b3[0..<12]
        conv2d: gradient of Conv2D b2[0..<16] +> b3[0..<12]
        input_1: gradient of InputLayer b3[0..<12] -> the image's

        """)
    #expect(schedule.forward[1].operations == 2 * 3 * 4 * 4)
    #expect(try schedule == self.schedule(builder.graph, ["mixed"], [2, 2], PlainRules(block: 4)))
    #expect(try schedule != self.schedule(builder.graph, ["mixed"], [2, 3], PlainRules(block: 4)))
  }

  @Test func sumsOfShapesThatDoNotFitAreRefused() throws {
    var builder = GraphBuilder()
    let image = builder.input(.tf)
    let a = builder.convolution(image, filters: 4, window: Window(rows: 1, columns: 1), hasBias: true)
    _ = builder.addition([image, a])
    #expect { try builder.graph.outputShapes(height: 5, width: 6) } throws: {
      "\($0)".contains("'add' cannot join shapes (5, 6, 3) and (5, 6, 4)")
    }
  }
}
