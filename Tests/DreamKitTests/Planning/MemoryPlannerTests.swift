import Testing

@testable import DreamKit

@Suite struct MemoryPlannerTests {
  @Test func buffersThatNeverMeetShareBytes() {
    let plan = MemoryPlanner([.init(size: 100, life: 0...1), .init(size: 100, life: 2...3)])
    #expect(plan.offsets == [0, 0])
    #expect(plan.size == 128)
  }

  @Test func buffersThatMeetDoNotOverlap() {
    var generator = SeededGenerator(seed: 4)
    let buffers = (0..<60).map { _ in
      let first = Int.random(in: 0..<20, using: &generator)
      let last = first + Int.random(in: 0..<6, using: &generator)
      return MemoryPlanner.Buffer(size: .random(in: 0..<5000, using: &generator), life: first...last)
    }
    let plan = MemoryPlanner(buffers)
    for a in buffers.indices {
      #expect(plan.offsets[a] % 64 == 0)
      #expect(plan.offsets[a] + buffers[a].size <= plan.size)
      for b in buffers.indices where a < b && buffers[a].life.overlaps(buffers[b].life) {
        let isApart =
          plan.offsets[a] + buffers[a].size <= plan.offsets[b]
          || plan.offsets[b] + buffers[b].size <= plan.offsets[a]
        #expect(isApart)
      }
    }
    #expect(plan.size < buffers.reduce(0) { $0 + $1.size })
  }

  @Test func coverageFindsTheGaps() {
    var coverage = GradientCoverage()
    let whole = Region(buffer: 0, floats: 0..<100)
    #expect(coverage.isEmpty(in: whole))
    coverage.insert(Region(buffer: 0, floats: 20..<40))
    coverage.insert(Region(buffer: 0, floats: 30..<60))
    coverage.insert(Region(buffer: 1, floats: 0..<100))
    #expect(coverage.gaps(in: whole) == [0..<20, 60..<100])
    #expect(coverage.gaps(in: Region(buffer: 0, floats: 25..<50)).isEmpty)
    #expect(!coverage.isEmpty(in: whole))
  }
}
