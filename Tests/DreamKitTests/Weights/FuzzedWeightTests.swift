import DreamKit
import Testing

/// The files that `make fuzz` found to do harm.
@Suite struct FuzzedWeightTests {
  /// This one spoilt the memory of the process that read it, which crashed some files later.
  @Test func harmfulFilesDoNoHarm() throws {
    for _ in 0..<20 {
      do throws(DreamError) {
        let store = try WeightStore(path: WeightFixtures.path("../Fuzz/hdf5/spoilt-memory.h5"))
        for layer in store.layers { for weight in layer.weights { _ = try? store.file.tensor(at: weight) } }
      } catch {
        #expect(error.kind == .unreadable || error.kind == .limitExceeded)
      }
    }
  }

  @Test func oneFileIsReadAsByTheProgramItself() throws {
    for name in WeightFixtures.names {
      let path = WeightFixtures.path(name)
      let (own, foreign) = (try WeightStore(path: path, isOwn: true), try WeightStore(path: path))
      #expect(own.layers == foreign.layers)
      for weight in own.layers.flatMap(\.weights) {
        let (a, b) = (try own.file.tensor(at: weight), try foreign.file.tensor(at: weight))
        #expect(a.shape == b.shape && a.values == b.values)
      }
      #expect(try foreign.file.kind(of: "/nothing/there") == nil)
    }
  }
}
