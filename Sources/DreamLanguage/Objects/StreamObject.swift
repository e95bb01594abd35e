/// One of the two streams that `print` writes to: `sys.stdout`, `sys.stderr`.
final class StreamObject: LanguageObject {
  /// The stream.
  let stream: StreamName
  init(_ stream: StreamName) { self.stream = stream }
  var type: TypeDescriptor { .stream }
  var representation: String { "<stream \(stream.rawValue)>" }
}
