import DreamKit
import Ground
import TestSupport
import Testing

@testable import DreamCommands
@testable import DreamLanguage

/// What DreamKit says about statements and names that the language does not have.
struct HintTests {
  @Test(arguments: [
    ("class A: pass", "built in"), ("with tape: pass", "gradient(img, model)"),
    ("@f\ndef g(): pass", "leave this line out"),
    ("try: pass", "an error ends the cell"), ("double", "The types of numbers"), ("math", "x ** 0.5"),
    ("sample_image(8, 8).crop", "a slice"), ("import cv2", "load(path) reads a picture"),
    ("sky.png", "in quotes"),
  ]) func hints(_ code: String, _ part: String) {
    let outcome = Session().execute(code, sink: RecordingSink(), cancellation: Cancellation())
    #expect(outcome.failure?.message.contains(part) == true, "\(outcome.failure?.message ?? "")")
  }

  @Test func arraysLendTheirMemory() throws {
    var left = Value.tensor(Tensor(repeating: 1, shape: [1000]))
    let address = left.tensor?.values.withUnsafeBufferPointer { $0.baseAddress }
    var two = Value.int(2)
    let sum = try #require(try Value.combine(taking: &left, &two, by: .add).tensor)
    #expect(sum.values.withUnsafeBufferPointer { $0.baseAddress } == address)
    #expect(sum.values.first == 3)
  }

  @Test func anArrayThatAVariableHoldsIsCopied() throws {
    let kept = Value.tensor(Tensor(repeating: 1, shape: [1000]))
    var (left, right) = (kept, kept)
    _ = try Value.combine(taking: &left, &right, by: .add)
    #expect(kept.tensor == Tensor(repeating: 1, shape: [1000]))
  }
}
