import TestSupport
import Testing

@testable import DreamKit

@Suite struct GraphTests {
  @Test func inceptionV3HasKerasLayersAndShapes() throws {
    let graph = Architecture.inceptionV3.makeGraph()
    let shapes = try graph.outputShapes(height: 299, width: 299)
    func shape(_ name: String) -> Shape? { graph.node(named: name).map { shapes[$0] } }
    #expect(shape("mixed0") == [35, 35, 256])
    #expect(shape("mixed2") == [35, 35, 288])
    #expect(shape("mixed3") == [17, 17, 768])
    #expect(shape("mixed7") == [17, 17, 768])
    #expect(shape("mixed8") == [8, 8, 1280])
    #expect(shape("mixed9_1") == [8, 8, 768])
    #expect(shape("mixed10") == [8, 8, 2048])
    #expect(graph.nodes.count { $0.operation is Convolution } == 94)
    // Keras counts 311 layers in InceptionV3 without its top.
    #expect(graph.nodes.count == 311)
    #expect(graph.node(named: "conv2d") != nil && graph.node(named: "conv2d_93") != nil)
    #expect(graph.node(named: "batch_normalization_93") != nil && graph.node(named: "conv2d_94") == nil)
  }

  @Test func inceptionV3IsCountedAsThePaperCountsIt() throws {
    let graph = Architecture.inceptionV3.makeGraph()
    // Convolutions needed for the stem and for each mixed layer.
    let counts = [
      ("max_pooling2d_1", 5), ("mixed0", 12), ("mixed1", 19), ("mixed2", 26), ("mixed3", 30), ("mixed4", 40),
    ]
    for (name, count) in counts + [("mixed5", 50), ("mixed8", 76), ("mixed9", 85), ("mixed10", 94)] {
      let pruned = graph.pruned(to: [try #require(graph.node(named: name))]).graph
      #expect(pruned.nodes.count { $0.operation is Convolution } == count)
    }
  }

  @Test func inceptionV3TakesImagesFrom75Pixels() throws {
    #expect(
      try Architecture.inceptionV3.makeGraph().outputShapes(height: 75, width: 75).last == [1, 1, 2048])
    #expect(throws: DreamError.self) {
      try Architecture.inceptionV3.makeGraph().outputShapes(height: 74, width: 500)
    }
  }

  @Test func squeezeNetHasItsFireModules() throws {
    let graph = Architecture.squeezeNet.makeGraph()
    let shapes = try graph.outputShapes(height: 227, width: 227)
    for (name, shape) in [
      ("conv1", [113, 113, 64] as Shape), ("fire3/concat", [56, 56, 128]), ("fire5/concat", [27, 27, 256]),
      ("fire9/concat", [13, 13, 512]),
    ] {
      #expect(graph.node(named: name).map { shapes[$0] } == shape)
    }
  }

  @Test(arguments: [
    (Window(rows: 3, columns: 3), 7, 7, 1, 1), (Window(rows: 3, columns: 3, padding: .valid), 7, 5, 0, 0),
    (Window(rows: 3, columns: 3, stride: 2, padding: .valid), 8, 3, 0, -1),
    (Window(rows: 2, columns: 2), 4, 4, 0, 1), (Window(rows: 7, columns: 7), 4, 4, 3, 3),
    (Window(rows: 3, columns: 3, stride: 2), 8, 4, 0, 1),
  ]) func windowsCountPositionsAsTensorFlow(
    _ window: Window, extent: Int, positions: Int, before: Int, after: Int
  ) {
    #expect(window.positions(extent: extent, size: window.rows) == positions)
    let paddings = window.paddings(extent: extent, size: window.rows)
    #expect(paddings.before == before && paddings.after == after)
  }

  @Test func rewritesFuseWhatNobodyElseReads() throws {
    let graph = Architecture.inceptionV3.makeGraph()
    let mixed0 = try #require(graph.node(named: "mixed0"))
    let optimized = graph.optimized(for: [mixed0], by: OneDNNBackend.rewrites)
    for node in optimized.graph.nodes {
      // The branch with the average pool has its ReLU behind that.
      let isPooled = node.name.hasPrefix("conv2d_11")
      #expect(!(node.operation is BatchNormalization), "\(node.name) was left over")
      #expect(isPooled || !(node.operation is ReLU), "\(node.name) was left over")
      if let convolution = node.operation as? Convolution {
        #expect(convolution.relu != isPooled && convolution.normalization != nil)
      }
    }
    #expect(optimized.graph.nodes[optimized.outputs[0]].name == "mixed0")
  }

  @Test func averagePoolsComeAfterConvolutionsWithFewerChannels() throws {
    let graph = Architecture.inceptionV3.makeGraph()
    let names = ["mixed5", "average_pooling2d_1"].compactMap(graph.node(named:))
    let optimized = graph.optimized(for: names, by: OneDNNBackend.rewrites).graph
    func input(_ name: String) -> String? {
      optimized.node(named: name).map { optimized.nodes[optimized.nodes[$0].inputs[0]].name }
    }
    #expect(input("average_pooling2d") == "conv2d_11" && input("conv2d_11") == "max_pooling2d_1")
    #expect(input("conv2d_11/relu") == "average_pooling2d")
    #expect(input("average_pooling2d_4") == "conv2d_49" && input("conv2d_49") == "mixed4")
    // What is asked for stays where it is.
    #expect(input("conv2d_18") == "average_pooling2d_1" && input("average_pooling2d_1") == "mixed0")
  }

  @Test func rewritesKeepWhatIsAskedFor() throws {
    let graph = Architecture.inceptionV3.makeGraph()
    let wanted = ["conv2d_1", "batch_normalization_2", "mixed0"]
    let nodes = try wanted.map { try #require(graph.node(named: $0)) }
    let optimized = graph.optimized(for: nodes, by: OneDNNBackend.rewrites)
    #expect(optimized.outputs.count == 3)
    func convolution(_ output: Int) throws -> Convolution {
      try #require(optimized.graph.nodes[optimized.outputs[output]].operation as? Convolution)
    }
    let raw = try convolution(0)
    #expect(raw.normalization == nil && !raw.relu)
    let normalized = try convolution(1)
    #expect(normalized.normalization != nil && !normalized.relu)
  }

  @Test func misspeltLayersGetTheNearestNames() throws {
    let graph = Architecture.inceptionV3.makeGraph()
    let network = Network(
      name: "InceptionV3", origin: "test", minimumSide: 75, graph: graph,
      parameters: LivelyParameters(for: graph))
    #expect { try network.layer(named: "mxied5") } throws: { error in
      "\(error)".contains("no layer named 'mxied5'") && "\(error)".contains("'mixed5'")
    }
    #expect(
      try network.layer(named: "mixed5") == Network.Layer(name: "mixed5", kind: "Concatenate", channels: 768))
  }
}
