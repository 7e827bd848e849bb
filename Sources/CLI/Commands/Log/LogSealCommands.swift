import ArgumentParser
import EventStore
import Foundation

extension LogCommand {
  /// `hotline log seal`
  struct Seal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "seal", abstract: "Write a signed statement of where the log ends, to be kept elsewhere.",
      discussion: """
        A short text to mail, print or copy to where those who run the database cannot alter it. As long as `hotline log \
        verify --seal` holds against it, all events up to then are there as they were. Seal daily, and keep all seals. \
        Sealing does not look at what lies before the end: run hotline log verify first. \
        The key is made on first use, in the data folder, readable by its owner alone.

        Examples:
          hotline log seal | mail -s "Seal of the log" auditor@example.org
          hotline log seal -o seals/2026-11-30.txt --key /media/stick/log.key
        """)
    @Option(
      name: [.customShort("o"), .customLong("output")],
      help: ArgumentHelp("Write to a new file.", valueName: "file"), completion: .file())
    var file: String?
    @Option(help: ArgumentHelp("Sign with this private key.", valueName: "file"), completion: .file())
    var key: String?
    @OptionGroup var speech: SpeechOptions

    func run() async throws {
      let workplace = Workplace(speech)
      if let file, FileManager.default.fileExists(atPath: file) { throw Failure.exists(file) }
      let signingKey = try key.map { try SealKeyFile.read($0) } ?? SealKeyFile.readOrMake(workplace.sealKey, workplace)
      let head = try await workplace.sitting { try await $0.store.headToSeal() }
      let seal: LogSeal
      do {
        seal = try LogSeal(head, at: workplace.now, with: signingKey)
      } catch {
        throw Explanation.of(error)
      }
      let sink = try ResultSink(path: file, isNew: true)
      sink.buffer.append(contentsOf: seal.text.utf8)
      try sink.finish()
      if let file {
        workplace.console.say(
          Text(
            zh: "\(file)：封存了 \(grouped(Int(seal.events))) 个事件",
            en: "\(file): \(counted(Int(seal.events), "event", "events")) sealed"))
      }
    }
  }

  /// `hotline log key`
  struct Key: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "key", abstract: "Print the public key that checks seals; make the key when there is none.",
      discussion: """
        Keep it where those who run the database cannot alter it, and give it to whoever is to check seals.

        Example:
          hotline log key > hotline-log.pub
        """)
    @Option(
      help: ArgumentHelp(
        "The private key, made when it is not there; else that of the data folder.", valueName: "file"),
      completion: .file())
    var key: String?
    @OptionGroup var speech: SpeechOptions

    func run() throws {
      let workplace = Workplace(speech)
      let publicKey = try SealKeyFile.readOrMake(key ?? workplace.sealKey, workplace).publicKey
      let sink = try ResultSink(path: nil)
      sink.buffer.append(contentsOf: publicKey.pem.utf8)
      try sink.finish()
      let fingerprint = LogSeal.grouped(publicKey.fingerprint)
      workplace.console.say(Text(zh: "指纹 \(fingerprint)", en: "fingerprint \(fingerprint)"))
    }
  }
}
