import Testing

@testable import Kernel

@Suite struct ConnectionFileTests {
  let ports = #""shell_port":1,"control_port":2,"iopub_port":3,"stdin_port":4,"hb_port":5"#
  let publicKey = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
  let secretKey = "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs"

  func read(_ text: String) throws -> ConnectionFile { try ConnectionFile(parsing: Array(text.utf8)) }

  @Test func reading() throws {
    let file = try read(#"{"transport":"ipc","ip":"/x/k","key":"ab",\#(ports)}"#)
    #expect(file.ports[.heartbeat].map(file.endpoint) == "ipc:///x/k-5")
    #expect(file.key == Array("ab".utf8))
    #expect(file.curve == nil)
    #expect(file.registration == nil)
  }

  @Test func aRegistrationFileNamesNoPorts() throws {
    let file = try read(
      #"{"transport":"tcp","kernel_id":"k","registration_ip":"127.0.0.1","registration_port":"77","key":"a"}"#
    )
    #expect(file.ports.isEmpty)
    #expect(file.registration == .init(kernelID: "k", ip: "127.0.0.1", port: 77))
  }

  @Test func keysAreReadAndNeverShown() throws {
    let file = try read(#"{"curve_publickey":"\#(publicKey)","curve_secretkey":"\#(secretKey)",\#(ports)}"#)
    let keys = try #require(file.curve)
    #expect(keys.secretKey == secretKey)
    var dumped = ""
    dump(file, to: &dumped)
    for text in ["\(keys)", String(reflecting: keys), dumped] { #expect(!text.contains(secretKey)) }
  }

  @Test(arguments: [
    "{", "{}", #"{"shell_port":0}"#, #"{"transport":"udp"}"#, #"{"key":"k","signature_scheme":"hmac-md5"}"#,
    #"{"registration_port":7}"#, #"{"registration_port":"x","kernel_id":"k"}"#,
  ])
  func refusing(_ text: String) { #expect(throws: KernelError.self) { try read(text) } }

  @Test func halfAPairOfKeysIsRefused() {
    for keys in [#""curve_publickey":"\#(publicKey)""#, #""curve_publickey":"a","curve_secretkey":"b""#] {
      #expect(throws: KernelError.self) { try read("{\(keys),\(ports)}") }
    }
  }
}
