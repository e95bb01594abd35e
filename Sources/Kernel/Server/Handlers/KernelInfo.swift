import DreamKit

/// Answers `kernel_info_request`.
enum KernelInfo {
  /// The version of this kernel.
  static let version = Engine.version

  static func reply(to request: Request) -> Reply {
    Reply([
      "status": "ok", "protocol_version": .string(Header.protocolVersion), "implementation": "dreamkit",
      "implementation_version": .string(version),
      "banner": .string("DreamKit \(version): type help() for the commands."),
      "language_info": [
        "name": "dreamkit", "version": .string(version), "mimetype": "text/x-python",
        "file_extension": ".dream",
        "pygments_lexer": "python", "codemirror_mode": "python", "nbconvert_exporter": "script",
      ],
      "help_links": [], "debugger": true, "supported_features": ["kernel subshells", "debugger"],
    ])
  }
}
