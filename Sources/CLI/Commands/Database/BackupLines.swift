import BackOffice
import EventStore
import Foundation

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
        .integer(summary.personalParts), .integer(summary.erasedParts), .integer(summary.files),
        .integer(summary.byteCount),
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
        ListColumn("files", Text(zh: "附件", en: "files"), .integer),
        ListColumn("bytes", Text(zh: "字节", en: "bytes"), .integer),
      ], options: output, console: workplace.console, zone: output.zone(office: .current))
  }
}
