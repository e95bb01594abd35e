import Synchronization

/// Lets go of containers that nothing but one another holds: a list that is its own element, a function in the scope that it
/// was defined in.
///
/// A circle closes only where a value is stored into a container that exists already, or where a function is defined in
/// another one's scope. The evaluator tells the collector of both, so that only such containers are looked at, and what
/// never was part of a circle costs nothing. The collector decides by trial deletion: of all containers that can be
/// reached from those it knows, it keeps those that something else holds besides, and whatever these reach; the others
/// it empties. A holder that it does not know of keeps what it holds: nothing in use is ever lost.
///
/// Python's collector works the same way (Modules/gcmodule.c); see also Bacon and Rajan, "Concurrent Cycle Collection in
/// Reference Counted Systems", 2001.
package final class CycleCollector: Sendable {
  /// The most containers that one collection looks at; those beyond are kept.
  package static let bound = 500_000
  /// As many containers can be looked at after every cell; where there are more, collections become rarer.
  private static let cheap = 10_000

  /// Unchecked `Sendable`: the containers are looked at by the thread that may touch them alone.
  private struct State: @unchecked Sendable {
    /// The containers that may be part of a circle.
    var known: [ObjectIdentifier: Reference] = [:]
    var cellsToWait = 0
  }
  private struct Reference {
    weak var container: ContainerObject?
  }
  // Containers may disappear on any thread.
  private let state = Mutex(State())

  /// How many containers are alive that may be part of a circle.
  package var count: Int { state.withLock { $0.known.count } }

  /// Takes note that a value was stored into a container.
  func noteStore(of value: Value, in container: Value) {
    switch value {
    case .none, .bool, .int, .float, .string, .range: return
    default:
      guard value.container != nil, let container = container.container else { return }
      track(container)
    }
  }

  /// Takes note that a container may be part of a circle.
  func track(_ container: ContainerObject) {
    guard container.collector == nil else { return }
    container.collector = self
    let reference = Reference(container: container)
    state.withLock { $0.known[ObjectIdentifier(container)] = reference }
  }

  /// Takes note that a container disappears.
  func forget(_ container: ContainerObject) {
    let identifier = ObjectIdentifier(container)
    state.withLock { $0.known[identifier] = nil }
  }

  /// Empties the containers that only hold one another.
  ///
  /// To be called on the thread that may touch them, while no container is being changed.
  ///
  /// - Parameter root: a container that is kept, with all that it holds.
  package func collect(except root: ContainerObject?) {
    let known = state.withLock { state in
      state.cellsToWait -= 1
      return state.cellsToWait >= 0 ? State() : state
    }
    var graph = Graph(
      from: known.known.values.compactMap(\.container), except: root, bound: Self.bound)
    guard graph.objects.count > 1 else { return }
    let visited = graph.objects.count
    state.withLock { $0.cellsToWait = visited / Self.cheap }
    graph.findGarbage()
    for object in graph.garbage { object.removeContents() }
  }
}

/// The containers that can be reached from some, and how often they hold one another.
private struct Graph {
  private(set) var objects: [ContainerObject] = []
  private var edges: [[Int]] = []
  private var isKept: [Bool] = []

  init(from candidates: [ContainerObject], except root: ContainerObject?, bound: Int) {
    // The first object is a measure: nothing but this array holds it.
    objects = [ContainerObject()] + candidates.filter { $0 !== root }
    var places = Dictionary(uniqueKeysWithValues: objects.enumerated().map { (ObjectIdentifier($1), $0) })
    func place(of object: ContainerObject, in objects: inout [ContainerObject]) -> Int? {
      if let place = places[ObjectIdentifier(object)] { return place }
      if object === root || objects.count >= bound { return nil }
      places[ObjectIdentifier(object)] = objects.count
      objects.append(object)
      return objects.count - 1
    }
    while edges.count < objects.count {
      let contents = objects[edges.count].contents
      edges.append(contents.compactMap { place(of: $0, in: &objects) })
    }
  }

  /// What nothing but itself holds.
  var garbage: [ContainerObject] { zip(objects, isKept).filter { !$0.1 }.map(\.0) }

  /// Finds what is held from outside, and keeps it with all that it reaches.
  mutating func findGarbage() {
    let counts = objects.map { _getRetainCount($0) }
    var inner = [UInt](repeating: 0, count: objects.count)
    for targets in edges { for target in targets { inner[target] += 1 } }
    isKept = zip(counts, inner).map { $0 > $1 + counts[0] }
    isKept[0] = true
    var waiting = isKept.indices.filter { isKept[$0] }
    while let next = waiting.popLast() {
      for target in edges[next] where !isKept[target] {
        isKept[target] = true
        waiting.append(target)
      }
    }
  }
}
