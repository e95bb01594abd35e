/// One of the two streams that `print` writes to: `sys.stdout`, `sys.stderr`.
final class StreamObject: DreamObject {
  /// The stream.
  let stream: StreamName
  init(_ stream: StreamName) { self.stream = stream }
  var typeName: String { "stream" }
  var representation: String { "<stream \(stream.rawValue)>" }
}
