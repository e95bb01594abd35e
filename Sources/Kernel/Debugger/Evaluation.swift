import Ground

/// Code that a frontend wants evaluated in a frame of the cell that is held.
final class Evaluation: Sendable {
  /// The code.
  let code: String
  /// The place of the frame, the cell's being 0.
  let frame: Int
  /// The request to stop.
  let cancellation: Cancellation

  /// Describes what is to be evaluated.
  init(code: String, frame: Int, cancellation: Cancellation) {
    self.code = code
    self.frame = frame
    self.cancellation = cancellation
  }
}
