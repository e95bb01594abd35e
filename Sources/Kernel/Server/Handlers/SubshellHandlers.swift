/// Answers the requests about subshells on the control channel: create, delete, list.
struct SubshellHandlers: Sendable {
  let shells: Subshells

  func create(_ request: Request) -> Reply {
    do { return Reply(["status": "ok", "subshell_id": .string(try shells.create())]) } catch {
      return .error("NoRoom", error.description)
    }
  }

  func delete(_ request: Request) throws(InvalidRequest) -> Reply {
    let id = try request.text("subshell_id")
    guard shells.delete(id) else { return .unknownSubshell(id) }
    return Reply(["status": "ok"])
  }

  func list(_ request: Request) -> Reply {
    Reply(["status": "ok", "subshell_id": .array(shells.ids.map(JSON.string))])
  }
}

extension Reply {
  /// The reply to a request that names a subshell which is not there.
  static func unknownSubshell(_ id: String) -> Reply {
    .error("UnknownSubshell", "There is no subshell '\(id)'; it may have been deleted.")
  }
}
