import TestSupport
import Testing

@testable import DreamKit

/// Quick looks at large images.
struct GlanceTests {
  @Test func everyNthPixelIsTaken() throws {
    let image = Tensor.random([7, 9, 3])
    let whole = try Image(deprocessing: image)
    #expect(try Image(glancingAt: image, side: 9) == whole)
    let glance = try Image(glancingAt: image, side: 4)  // every third
    #expect(glance.width == 3 && glance.height == 3)
    for y in 0..<3 {
      for x in 0..<3 {
        let (from, to) = ((3 * y * 9 + 3 * x) * 3, (y * 3 + x) * 3)
        #expect(glance.pixels[to..<to + 3] == whole.pixels[from..<from + 3])
      }
    }
    #expect(throws: DreamError.self) { try Image(glancingAt: Tensor(2), side: 4) }
  }
}
