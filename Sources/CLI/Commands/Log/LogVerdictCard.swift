import EventStore
import Foundation

/// What a check of the log found, as a result and in words.
enum LogVerdictCard {
  static let columns = [
    ListColumn("valid", Text(zh: "完好", en: "as written"), .flag),
    ListColumn("from", Text(zh: "从", en: "from"), .integer),
    ListColumn("to", Text(zh: "到", en: "to"), .integer),
    ListColumn("events", Text(zh: "事件", en: "events"), .integer),
    ListColumn("personal", Text(zh: "个人信息", en: "personal parts"), .integer),
    ListColumn("erased", Text(zh: "已遗忘", en: "erased parts"), .integer),
    ListColumn("head", Text(zh: "日志末尾", en: "end of the log"), .integer),
    ListColumn("recordedAt", Text(zh: "末尾记录于", en: "recorded"), .instant),
    ListColumn("hash", Text(zh: "末尾哈希", en: "hash"), .code),
    ListColumn("sealed", Text(zh: "封存到", en: "sealed up to"), .integer),
    ListColumn("sealedAt", Text(zh: "封存于", en: "sealed"), .instant),
    ListColumn("position", Text(zh: "首个不符", en: "first that does not fit"), .integer),
    ListColumn("fault", Text(zh: "不符之处", en: "fault")),
  ]

  static func show(_ verdict: LogVerdict, seal: LogSeal?, _ output: OutputOptions, _ workplace: Workplace) throws {
    try Listing.single(
      [
        .flag(verdict.fault == nil), .integer(Int(verdict.from)), .integer(Int(verdict.to)), .integer(verdict.events),
        .integer(verdict.personalParts), .integer(verdict.erasedParts), .integer(Int(verdict.head.position)),
        .instant(verdict.head.recordedAt), .code(SHA256Digest.hex(verdict.head.hash)),
        .integer(seal.map { Int($0.position) }), .instant(seal?.sealedAt),
        .integer(verdict.fault.map { Int($0.position) }), .text(verdict.fault?.code),
      ], columns: columns, options: output, console: workplace.console, zone: output.zone(office: .current))
  }

  /// Personal parts are gone, and no event tells of a forgetting.
  static func erasedByNobody(_ count: Int) -> Failure {
    Failure(
      .damaged,
      Text(
        zh: "\(count) 处个人信息已不在，而日志中没有任何遗忘记录：是绕过日志删除的；链仍完好，备份里可能还有（hotline db restore）",
        en: """
          \(counted(count, "personal part is", "personal parts are")) gone, and no event says that anybody was forgotten: that was deleted behind the \
          log's back. The chain still holds; a backup may have them (hotline db restore)
          """))
  }

  /// What the result does and does not prove.
  static func sayWhatItMeans(_ verdict: LogVerdict, _ seal: LogSeal?, hasOwnKey: Bool, _ console: Console) {
    func note(_ text: Text) { console.say(console.styled(text(console.language), .dim)) }
    guard verdict.fault == nil else { return }
    if verdict.from > 1 {
      note(
        Text(
          zh: "事件 \(verdict.from - 1) 的哈希按原样采信；此前的事件没有核对",
          en: "the hash of event \(verdict.from - 1) was taken as it is; what lies before was not checked"))
    }
    guard let seal else {
      return note(
        Text(
          zh: "若有人改动后重算了全部哈希，或截去了末尾，只有另存他处的封存记录能看出来：hotline log seal",
          en: """
            a log written anew as a whole, or cut at its end, is as good by itself; only a seal kept elsewhere shows that: \
            hotline log seal
            """))
    }
    let isWhole = verdict.from == 1 && verdict.to >= seal.position
    note(
      isWhole
        ? Text(
          zh: "封存的 \(grouped(Int(seal.events))) 个事件都还在，一个未变",
          en: "the \(grouped(Int(seal.events))) events that were sealed are all there, and none was changed")
        : Text(
          zh: "事件 \(seal.position) 正是封存的那一个；要确知此前的一个未变，请从头核对到那里",
          en:
            "event \(seal.position) is the one that was sealed; check from 1 up to it to know that none before was changed"
        ))
    if hasOwnKey {
      console.warn(
        Text(
          zh: "封存记录是用本数据目录里的密钥核对的：能读到该密钥的人也能另造一份；请另存公钥（hotline log key），并用 --public-key 核对",
          en: """
            the seal was checked with the key in this data folder, so whoever can read that key could have made it anew; \
            keep the public key elsewhere (hotline log key) and check with --public-key
            """))
    }
  }
}
