/// One of the two streams that `print` writes to: `sys.stdout`, `sys.stderr`.
package final class StreamObject: LanguageObject {
  /// The stream.
  package let stream: StreamName
  package init(_ stream: StreamName) { self.stream = stream }
  package var type: TypeDescriptor { .stream }
  package var representation: String { "<stream \(stream.rawValue)>" }
}
