import CZeroMQ

/// Waits until something can be received.
public enum Poller {
  /// What a wait came to.
  public struct Ready: Sendable, Equatable {
    /// Whether the socket has a message.
    public var socket: Bool
    /// Whether the alarm rang.
    public var alarm: Bool
  }

  /// Waits until the socket has a message, or the alarm rings, or the time is over.
  ///
  /// - Parameter milliseconds: the longest wait; nil waits indefinitely.
  public static func wait(
    _ socket: borrowing Socket, alarm: Alarm? = nil, milliseconds: Int? = nil
  ) throws(ZMQError) -> Ready {
    var items = [zmq_pollitem_t(socket: socket.handle, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0)]
    if let alarm {
      items.append(zmq_pollitem_t(socket: nil, fd: alarm.descriptor, events: Int16(ZMQ_POLLIN), revents: 0))
    }
    if zmq_poll(&items, Int32(items.count), milliseconds ?? -1) < 0 {
      let error = ZMQError("wait")
      guard error.isTemporary else { throw error }
      return Ready(socket: false, alarm: false)
    }
    return Ready(socket: items[0].revents != 0, alarm: items.count > 1 && items[1].revents != 0)
  }
}
