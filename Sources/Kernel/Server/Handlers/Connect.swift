/// Answers `connect_request`, which the protocol keeps for old clients: the ports.
extension ConnectionFile {
  func reply(to request: Request) -> Reply {
    Reply([
      "status": "ok", "shell_port": .int(shell), "iopub_port": .int(iopub), "stdin_port": .int(stdin),
      "hb_port": .int(heartbeat), "control_port": .int(control),
    ])
  }
}
