import EventStore
import FoundationEssentials
import Postgres
import Testing

@Suite struct SealTests {
  /// RFC 8032, section 7.1, tests 1 to 3 and SHA(abc): secret key, public key, message, signature.
  static let vectors = [
    (
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    ),
    (
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    ),
    (
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    ),
    (
      "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
      "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
      "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
    ),
  ]

  @Test(arguments: vectors)
  func signaturesAreThoseOfTheStandard(
    secret: String, publicKey: String, message: String, signature: String
  ) throws {
    let key = try SigningKey(seed: bytes(secret))
    #expect(key.publicKey.bytes == bytes(publicKey))
    let made = try key.signature(of: bytes(message))
    #expect(made == bytes(signature))
    #expect(key.publicKey.isValid(made, of: bytes(message)))
    #expect(!key.publicKey.isValid(made, of: bytes(message) + [0]))
    for index in [0, 31, 32, 63] {
      var altered = made
      altered[index] ^= 1
      #expect(!key.publicKey.isValid(altered, of: bytes(message)))
    }
    #expect(!key.publicKey.isValid([], of: bytes(message)))
  }

  @Test func keysComeBackFromTheirFiles() throws {
    let key = try Self.key(1)
    #expect(try SigningKey(pem: key.pem).publicKey == key.publicKey)
    #expect(try SealPublicKey(pem: key.publicKey.pem) == key.publicKey)
    #expect(
      try SealPublicKey(pem: "from:\r\n" + key.publicKey.pem.split(separator: "\n").joined(separator: " \r\n"))
        == key.publicKey)
    // As `openssl genpkey -algorithm ed25519` wrote one; RFC 8410, section 10.3.
    let example =
      "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n"
    let its =
      "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n"
    #expect(try SigningKey(pem: example).publicKey.pem == its)
    for text in ["", key.publicKey.pem, String(key.pem.dropLast(40)), example.replacing("MC4C", with: "MC4D")] {
      #expect(throws: SealError.self) { try SigningKey(pem: text) }
    }
    #expect(throws: SealError.self) { try SealPublicKey(pem: key.pem) }
    #expect(throws: SealError.self) { try SigningKey(seed: [1, 2, 3]) }
  }

  @Test func aSealSurvivesMailAndPaper() async throws {
    let log = try await VerifyTests.filled()
    let seal = try LogSeal(
      try await log.store.headToSeal(), at: Date(timeIntervalSince1970: 1_700_000_000.7), with: Self.key(1))
    #expect(try LogSeal(text: seal.text) == seal)
    try seal.check(Self.key(1).publicKey)
    #expect(throws: SealError.self) { try seal.check(Self.key(2).publicKey) }
    let lines = seal.text.split(separator: "\n", omittingEmptySubsequences: false)
    let ways = [
      lines.joined(separator: "\r\n"), lines.map { "> \($0)  " }.joined(separator: "\n"),
      "Dear colleague,\n\n" + seal.text.uppercased() + "\n-- \nposition: clerk\n", "\u{FEFF}" + seal.text,
      seal.text.replacing("  ", with: " "), seal.text.replacing(" ", with: "\u{00A0}"),
      seal.text.replacing("\n", with: "\n\n"),
    ]
    for way in ways { #expect(try LogSeal(text: way) == seal, "\(way)") }
  }

  @Test func anAlteredSealIsRefused() async throws {
    let log = try await VerifyTests.filled()
    let key = try Self.key(1)
    let seal = try LogSeal(try await log.store.headToSeal(), at: Date(timeIntervalSince1970: 1_700_000_000), with: key)
    // Any digit mistyped is either no seal or no signature.
    let text = Array(seal.text.utf8)
    for index in text.indices where text[index] >= 0x30 && text[index] <= 0x38 {
      var altered = text
      altered[index] += 1
      #expect(throws: SealError.self, "byte \(index)") {
        try LogSeal(text: String(decoding: altered, as: UTF8.self)).check(key.publicKey)
      }
    }
    for cut in stride(from: 0, to: text.count - 2, by: 7) {
      #expect(throws: SealError.self) { try LogSeal(text: String(decoding: text[..<cut], as: UTF8.self)) }
    }
    #expect(throws: SealError.newer("2")) { try LogSeal(text: seal.text.replacing("SEAL 1", with: "SEAL 2")) }
    let twice = seal.text.replacing("sealed ", with: "position 9\nsealed ")
    #expect(throws: SealError.malformed(field: "position")) { try LogSeal(text: twice) }
  }

  @Test func anEmptyLogIsNotSealed() async throws {
    let head = try await TestLog().store.headToSeal()
    #expect(throws: SealError.nothingToSeal) {
      try LogSeal(head, at: Date(timeIntervalSince1970: 0), with: Self.key(1))
    }
  }

  @Test func aLogWhoseHeadDoesNotFitIsNotSealed() async throws {
    let log = try await VerifyTests.filled()
    try await log.tamper("update log.head set position = 11")
    await #expect(throws: LogFault(position: 12, reason: .afterHead(11))) { try await log.store.headToSeal() }
  }

  /// The log goes on after the seal, and the seal holds.
  @Test func aSealedLogMayGrow() async throws {
    let log = try await VerifyTests.filled()
    let seal = try LogSeal(try await log.store.headToSeal(), at: Date(timeIntervalSince1970: 0), with: Self.key(1))
    try await log.store.append("order-1", .any, .sample(), .sample())
    let verdict = try await log.verifier.verify(seal: seal)
    #expect(verdict.fault == nil && verdict.to == 14)
  }

  /// Who may write everything can cut the end off and set the head back: the chain is whole, and only a seal tells.
  @Test func onlyASealShowsThatTheEndIsGone() async throws {
    let log = try await VerifyTests.filled()
    let seal = try LogSeal(try await log.store.headToSeal(), at: Date(timeIntervalSince1970: 0), with: Self.key(1))
    try await log.tamper(
      """
      delete from log.personal where position > 10; delete from log.events where position > 10;
      delete from log.streams where name = 'order-3'; update log.streams set version = 5 where name = 'order-0';
      update log.head set position = 10, hash = (select hash from log.events where position = 10)
      """)
    #expect(try await log.verifier.verify().fault == nil)
    #expect(
      try await log.verifier.verify(seal: seal).fault == LogFault(position: 12, reason: .sealedIsGone(head: 10)))
    // Others go on with it; the place of the sealed event is taken by another.
    try await log.store.append("order-1", .any, .sample(), .sample(), .sample())
    #expect(try await log.verifier.verify().fault == nil)
    #expect(try await log.verifier.verify(seal: seal).fault == LogFault(position: 12, reason: .sealedIsAnother))
  }

  /// Who can compute the chain can write another past, whole in itself.
  @Test func onlyASealShowsAChainWrittenAnew() async throws {
    let log = try await VerifyTests.filled()
    let seal = try LogSeal(try await log.store.headToSeal(), at: Date(timeIntervalSince1970: 0), with: Self.key(1))
    try await log.tamper("update log.events set actor = 'nobody' where position = 6")
    #expect(try await log.verifier.verify().fault == LogFault(position: 6, reason: .changed))
    try await log.tamper(Self.rewriting)
    #expect(try await log.verifier.verify().fault == nil)
    #expect(try await log.verifier.verify(seal: seal).fault == LogFault(position: 12, reason: .sealedIsAnother))
  }

  /// Computes all hashes anew, in the database and with nothing of ours.
  private static let rewriting = """
    do $$
    declare e record; before bytea := decode(repeat('00', 32), 'hex');
      none bytea := '\\xffffffff';
    begin
      for e in select x.*, s.name as stream, t.name as type from log.events x join log.streams s using (stream_no)
        join log.event_types t using (type_no) order by position loop
        before := sha256(before || int4send(8) || int8send(e.position) || int4send(16) || uuid_send(e.id)
          || int4send(octet_length(e.stream)) || convert_to(e.stream, 'UTF8') || int4send(8) || int8send(e.version)
          || int4send(octet_length(e.type)) || convert_to(e.type, 'UTF8') || int4send(8) || int8send(e.schema)
          || int4send(8) || int8send((extract(epoch from e.occurred_at) * 1000000)::bigint)
          || int4send(8) || int8send((extract(epoch from e.recorded_at) * 1000000)::bigint)
          || int4send(octet_length(e.actor)) || convert_to(e.actor, 'UTF8')
          || coalesce(int4send(16) || uuid_send(e.cause), none)
          || coalesce(int4send(16) || uuid_send(e.correlation), none)
          || coalesce(int4send(16) || uuid_send(e.batch), none)
          || int4send(octet_length(e.data::text)) || convert_to(e.data::text, 'UTF8')
          || coalesce(int4send(32) || e.personal_hash, none));
        update log.events set hash = before where position = e.position;
      end loop;
      update log.head set hash = before;
    end $$
    """

  static func key(_ byte: UInt8) throws -> SigningKey { try SigningKey(seed: [UInt8](repeating: byte, count: 32)) }

  private func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return (0..<digits.count / 2).map { UInt8(digits[2 * $0] * 16 + digits[2 * $0 + 1]) }
  }
}
