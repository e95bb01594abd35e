import Testing

@testable import Kernel

@Suite struct BinaryStateTests {
  private let state: JSON = [
    "value": .base64([1, 2]), "name": "x", "inner": ["list": [.base64([3]), 7], "more": .base64([])],
  ]

  @Test func bytesTravelBesideTheState() {
    let split = BinaryState(splitting: state)
    #expect(split.state == ["name": "x", "inner": ["list": [.null, 7]]])
    #expect(split.paths == [["inner", "list", 0], ["inner", "more"], ["value"]])
    #expect(split.buffers == [[3], [], [1, 2]])
    #expect(split.joined == state)
  }

  @Test(arguments: [
    ["nowhere", "deep"] as JSON, ["inner", "list", 9], ["inner", "list", "x"], [["x"]], "x", [2],
  ])
  func aPathThatLeadsNowhereIsPassedOver(_ path: JSON) {
    let state: JSON = ["inner": ["list": [1]]]
    let received = BinaryState(state: state, paths: [path], buffers: [[1]])
    if path == "x" {
      #expect(received.joined == .base64([1]))
    } else {
      #expect(received.joined == state)
    }
  }

  @Test func buffersWithoutPathsAreLeftOut() {
    #expect(BinaryState(state: [:], paths: [], buffers: [[1]]).joined == [:])
  }
}
