import ArgumentParser
import BackOffice
import EventStore
import Foundation

extension DatabaseCommand {
  /// `hotline db backup`
  struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check the log and write a backup of it into one file.",
      discussion: """
        Others may go on working. The file holds the log with its personal data, what was handed over to gateways, and a
        seal; read models are computed again from it. It appears under its name when it is complete. The key of seals
        (hotline log key) is not in it.

        Examples:
          hotline db backup /media/disk/hotline-2026-11-30.backup
          hotline db backup latest.backup --force --key /media/stick/log.key
        """)
    @Argument(help: "The file to write.", completion: .file()) var file: String
    @Flag(help: "Replace a file of that name.") var force = false
    @Option(
      help: ArgumentHelp("Sign with this private key; else with that of the data folder.", valueName: "key-file"),
      completion: .file())
    var key: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let console = workplace.console
      if !force, FileManager.default.fileExists(atPath: file) { throw Explanation.of(BackupError.exists(path: file)) }
      let key = try key.map { try SealKeyFile.read($0) } ?? SealKeyFile.readOrMake(workplace.sealKey, workplace)
      let summary = try await workplace.reaching { address in
        let lines = BackupLines(console)
        defer { lines.finish() }
        let backup = BackOffice.Backup(
          address, environment: workplace.environment, jobs: BackupLines.jobs, progress: lines.show)
        return try await backup.write(to: file, replacing: force, key: key, at: workplace.now)
      }
      try BackupLines.card(summary, file: file, output, workplace)
      console.say(
        Text(zh: "\(file)：备份已写好；其中有个人信息，请妥善保管", en: "\(file): backup written; it holds personal data, so keep it safe"))
    }
  }

  /// `hotline db restore`
  struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Restore a backup into an empty log, and check every event of it.",
      discussion: """
        The log must be empty: set HOTLINE_HOME to a new folder, or HOTLINE_DATABASE to an empty database. What is not
        exactly the log that was sealed is removed again. With --public-key the backup must be signed with that key, which
        shows whose it is; without, only that it is whole: restore no stranger's backup so.

        Example:
          HOTLINE_HOME=/srv/hotline-new hotline db restore hotline-2026-11-30.backup --public-key hotline-log.pub
        """)
    @Argument(help: "The file that hotline db backup wrote.", completion: .file()) var file: String
    @Option(
      help: ArgumentHelp("The key that the seal must be signed with.", valueName: "key-file"), completion: .file())
    var publicKey: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let summary: BackOffice.Backup.Summary
      do {
        let key = try publicKey.map { try SealPublicKey(pem: try SmallFile.text($0)) }
        summary = try await workplace.reaching { address in
          let lines = BackupLines(workplace.console)
          defer { lines.finish() }
          let backup = BackOffice.Backup(
            address, environment: workplace.environment, jobs: BackupLines.jobs, progress: lines.show)
          return try await backup.restore(from: file, publicKey: key)
        }
      } catch {
        throw Explanation.of(error)
      }
      try BackupLines.card(summary, file: file, output, workplace)
      workplace.console.say(
        Text(
          zh: "已恢复，每个事件都与封存时相同；各列表在首次使用时重新计算",
          en: "restored, and every event is as it was sealed; lists are computed at their first use"))
    }
  }
}

/// What a backup and a restore show: their progress, and what they moved.
final class BackupLines: Sendable {
  static var jobs: Int { min(8, ProcessInfo.processInfo.activeProcessorCount) }

  private let checking: CountLine
  private let dumping: CountLine
  private let restoring: CountLine

  init(_ console: Console) {
    checking = CountLine(Text(zh: "核对", en: "checking"), console)
    dumping = CountLine(Text(zh: "写出字节", en: "bytes written"), console)
    restoring = CountLine(Text(zh: "读入字节", en: "bytes read"), console)
  }

  var show: @Sendable (BackOffice.Backup.Step) -> Void {
    { [self] step in
      switch step {
      case .checking(let more, let total): checking.add(more, of: total)
      case .dumping(let bytes): dumping.add(bytes, of: nil)
      case .restoring(let bytes): restoring.add(bytes, of: nil)
      }
    }
  }

  func finish() { for line in [checking, dumping, restoring] { line.finish() } }

  static func card(
    _ summary: BackOffice.Backup.Summary, file: String, _ output: OutputOptions, _ workplace: Workplace
  ) throws {
    let seal = summary.seal
    try Listing.single(
      [
        .text(file), .integer(Int(seal.events)), .integer(Int(seal.position)), .code(SHA256Digest.hex(seal.hash)),
        .instant(seal.recordedAt), .instant(seal.sealedAt), .code(SHA256Digest.hex(seal.key)),
        .integer(summary.personalParts), .integer(summary.erasedParts), .integer(summary.byteCount),
      ],
      columns: [
        ListColumn("file", Text(zh: "文件", en: "file")),
        ListColumn("events", Text(zh: "事件", en: "events"), .integer),
        ListColumn("position", Text(zh: "最后位置", en: "last position"), .integer),
        ListColumn("hash", Text(zh: "哈希", en: "hash"), .code),
        ListColumn("recordedAt", Text(zh: "末尾记录于", en: "recorded"), .instant),
        ListColumn("sealedAt", Text(zh: "封存于", en: "sealed"), .instant),
        ListColumn("key", Text(zh: "密钥指纹", en: "key"), .code),
        ListColumn("personal", Text(zh: "个人信息", en: "personal parts"), .integer),
        ListColumn("erased", Text(zh: "已遗忘", en: "erased parts"), .integer),
        ListColumn("bytes", Text(zh: "字节", en: "bytes"), .integer),
      ], options: output, console: workplace.console, zone: output.zone(office: .current))
  }
}
