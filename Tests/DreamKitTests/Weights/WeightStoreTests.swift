import DreamKit
import Ground
import Testing

@Suite struct WeightStoreTests {
  @Test(arguments: WeightFixtures.names)
  func everyLayoutGivesTheSameWeights(name: String) throws {
    let store = try WeightStore(path: WeightFixtures.path(name))
    let binding = try store.bind(WeightFixtures.requests, network: "Small")
    var number: Float = 0
    for request in WeightFixtures.requests {
      let tensors = try binding.parameters(of: request.name)
      #expect(tensors.map(\.shape) == request.shapes)
      for tensor in tensors {
        #expect(tensor.values == tensor.values.indices.map { number + Float($0) / 64 })
        number += 1
      }
    }
  }

  @Test func numbersThatCountOnBindInTheOrderOfCreation() throws {
    let binding = try WeightStore(path: WeightFixtures.path("legacy-variable.h5"))
      .bind(WeightFixtures.requests, network: "Small")
    #expect(binding.source(of: "conv2d") == "conv2d_9")
    #expect(binding.source(of: "conv2d_1") == "conv2d_10")
  }

  @Test func theFirstMismatchIsNamed() throws {
    let store = try WeightStore(path: WeightFixtures.path("legacy-fixed.h5"))
    var requests = WeightFixtures.requests
    requests[2] = WeightRequest(name: "conv2d_1", kind: "conv2d", shapes: [[3, 3, 2, 1]])
    let error = #expect(throws: DreamError.self) { try store.bind(requests, network: "Small") }
    #expect(error?.message == "conv2d_2 in legacy-fixed.h5 is (1, 1, 2, 1), Small needs (3, 3, 2, 1).")
  }

  @Test func aFileOfAnotherNetworkIsRefused() throws {
    let store = try WeightStore(path: WeightFixtures.path("legacy-fixed.h5"))
    let inception = #expect(throws: DreamError.self) {
      try store.bind(Architecture.inceptionV3.makeGraph().weightRequests, network: "InceptionV3")
    }
    #expect(
      inception?.message
        == "legacy-fixed.h5 does not fit InceptionV3: it has 2 'conv2d' layers, InceptionV3 needs 94.")
    let squeeze = #expect(throws: DreamError.self) {
      try store.bind(Architecture.squeezeNet.makeGraph().weightRequests, network: "SqueezeNet")
    }
    #expect(squeeze?.message == "legacy-fixed.h5 does not fit SqueezeNet: it has no layer 'conv1'.")
  }

  @Test func onlyHDF5IsOpened() throws {
    let missing = #expect(throws: DreamError.self) { try WeightStore(path: "/nowhere/w.h5") }
    #expect(missing?.kind == .notFound)
    let folder = #expect(throws: DreamError.self) { try WeightStore(path: "/tmp") }
    #expect(folder?.message == "/tmp is not a file.")
    try WeightFixtures.withFile(Array("PK\u{3}\u{4} archive".utf8)) { path in
      let error = #expect(throws: DreamError.self) { try WeightStore(path: path) }
      #expect(error?.message.contains("zip archive") == true)
    }
    try WeightFixtures.withFile([]) { path in
      #expect(throws: DreamError.self) { try WeightStore(path: path) }
    }
  }

  @Test func inceptionFollowsTheLayerOrderOfKeras() {
    let expected = [
      0, 1, 2, 3, 4, 8, 6, 9, 5, 7, 10, 11, 15, 13, 16, 12, 14, 17, 18, 22, 20, 23, 19, 21, 24, 25, 27, 28,
      26, 29, 34, 35, 31, 36, 32, 37, 30, 33, 38, 39,
    ]
    let order = Architecture.inceptionV3.makeGraph().kerasLayerOrder.map(NumberedName.init)
    #expect(Array(order.filter { $0.stem == "conv2d" }.map(\.number).prefix(40)) == expected)
  }

  @Test func digestsAreThePublishedOnes() throws {
    let digest = try WeightFixtures.withFile(Array("abc".utf8)) { try Digest.md5(path: $0) }
    #expect(digest == "900150983cd24fb0d6963f7d28e17f72")
  }
}
