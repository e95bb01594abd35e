import Glibc

/// Plain threads of the system.
package enum Threads {
  /// Starts a thread that ends with `body`.
  ///
  /// - Parameters:
  ///   - stack: the bytes of its stack, or nil for the system's usual size.
  ///   - body: what it does.
  /// - Returns: false where the system has no room for it; `body` is then not called.
  package static func start(stack: Int? = nil, body: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    if let stack { pthread_attr_setstacksize(&attributes, stack) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(Body(run: body))
    let failure = pthread_create(
      &thread, &attributes,
      { argument in
        if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, argument.toOpaque())
    if failure != 0 { argument.release() }
    return failure == 0
  }

  // MARK: Implementation

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(run: @escaping @Sendable () -> Void) { self.run = run }
  }
}
