/// State in which some values are bytes: on the wire they travel beside the JSON, in buffers, and paths say where they
/// belong.
struct BinaryState: Sendable, Equatable {
  /// The state without its bytes.
  var state: JSON
  /// Where each of the buffers belongs: member names and indices of lists.
  var paths: [JSON] = []
  /// The bytes, in the order of the paths.
  var buffers: [[UInt8]] = []

  /// Takes the bytes out of a value.
  init(splitting value: JSON) {
    var paths: [JSON] = []
    var buffers: [[UInt8]] = []
    func rest(of value: JSON, at path: [JSON]) -> JSON? {
      switch value {
      case .base64(let bytes):
        paths.append(.array(path))
        buffers.append(bytes)
        return nil
      case .array(let elements):
        return .array(elements.enumerated().map { rest(of: $1, at: path + [.int($0)]) ?? .null })
      case .object(let members):
        let sorted = members.sorted { $0.key < $1.key }
        return .object(
          Dictionary(
            uniqueKeysWithValues: sorted.compactMap { name, member in
              rest(of: member, at: path + [.string(name)]).map { (name, $0) }
            }))
      default: return value
      }
    }
    state = rest(of: value, at: []) ?? .null
    self.paths = paths
    self.buffers = buffers
  }

  /// Takes what was received: a state, where its buffers belong, and the buffers.
  init(state: JSON, paths: [JSON], buffers: [[UInt8]]) {
    self.state = state
    self.paths = paths
    self.buffers = buffers
  }

  /// The state with its bytes in their places; a path that leads nowhere is ignored.
  var joined: JSON {
    zip(paths, buffers).reduce(state) { state, part in
      state.putting(.base64(part.1), at: ArraySlice(part.0.array ?? [])) ?? state
    }
  }
}

extension JSON {
  /// The value with another one at a path; nil where the path leads nowhere.
  fileprivate func putting(_ value: JSON, at path: ArraySlice<JSON>) -> JSON? {
    guard let step = path.first else { return value }
    let rest = path.dropFirst()
    switch (self, step) {
    case (.object(var members), .string(let name)):
      guard let inner = (members[name] ?? .null).putting(value, at: rest) else { return nil }
      members[name] = inner
      return .object(members)
    case (.array(var elements), .int(let index)) where elements.indices.contains(index):
      guard let inner = elements[index].putting(value, at: rest) else { return nil }
      elements[index] = inner
      return .array(elements)
    default: return nil
    }
  }
}
