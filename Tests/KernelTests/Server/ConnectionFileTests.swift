import Testing

@testable import Kernel

@Suite struct ConnectionFileTests {
  let ports = #""shell_port":1,"control_port":2,"iopub_port":3,"stdin_port":4,"hb_port":5"#

  @Test func reading() throws {
    let file = try ConnectionFile(
      parsing: Array(#"{"transport":"ipc","ip":"/x/k","key":"ab",\#(ports)}"#.utf8))
    #expect(file.endpoint(file.heartbeat) == "ipc:///x/k-5")
    #expect(file.key == Array("ab".utf8))
  }

  @Test(arguments: [
    "{", "{}", #"{"shell_port":0}"#, #"{"transport":"udp"}"#, #"{"key":"k","signature_scheme":"hmac-md5"}"#,
  ])
  func refusing(_ text: String) {
    #expect(throws: KernelError.self) { try ConnectionFile(parsing: Array(text.utf8)) }
  }
}
