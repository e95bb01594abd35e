import CKernels
import Ground
import TestSupport
import Testing

@testable import DreamKit

/// No bit depends on the number of threads.
@Suite(.serialized) struct ThreadCountTests {
  private static let counts = [1, 2, 3, 16]

  /// No value, one chunk, a last chunk that is short, and more chunks than are kept apart.
  @Test(arguments: [0, 1, 16_383, 40_001, (1 << 24) + 7]) func sumsAreTheSame(_ count: Int) {
    var values = [Float](repeating: 0.25, count: count)
    for index in stride(from: 0, to: count, by: 1023) { values[index] = 1 / Float(index + 3) }
    let results = Self.counts.map { threads in
      dk_set_threads(Int32(threads))
      return [dk_sum(values, count), Double(dk_deviation(values, count))]
    }
    #expect(results.allSatisfy { $0 == results[0] })
    let pairs = stride(from: 0, to: count, by: 1023).map { Double(1 / Float($0 + 3)) }
    let sum = pairs.reduce(0, +) + 0.25 * Double(count - pairs.count)
    #expect(abs(results[0][0] - sum) <= 1e-9 * max(sum, 1))
    guard count > 0 else { return #expect(results[0][1] == 0) }
    let mean = sum / Double(count)
    let squares =
      pairs.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
      + (0.25 - mean) * (0.25 - mean) * Double(count - pairs.count)
    #expect(abs(results[0][1] - (squares / Double(count)).squareRoot()) < 1e-7)
  }

  @Test(arguments: Precision.allCases) func picturesAreTheSame(_ precision: Precision) throws {
    let pictures = try Self.counts.map { threads in
      let model = try GoldenDreamTests.layers(filters: [16, 24], precision, threads: threads)
      return try GoldenDreamTests.simple(model, [73, 97, 3])
    }
    #expect(pictures.allSatisfy { $0 == pictures[0] })
  }

  /// The runtime's entry points are called by hand, so that nothing else says how many threads there really are.
  @Test(arguments: counts) func theTeamHasTheThreads(_ count: Int) {
    dk_set_threads(Int32(count))
    #expect(dk_team_size() == Int32(count))
  }
}
