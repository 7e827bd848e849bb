import BackOffice
import Domain

/// Refusals of the catalogues, in words.
extension Explanation {
  static func catalogue(_ kind: Entry.Kind, _ refusal: EntryRefusal) -> Failure {
    let (thing, command) =
      switch kind {
      case .part: (Text(zh: "备件", en: "part"), "part")
      case .article: (Text(zh: "知识", en: "article"), "article")
      }
    switch refusal {
    case .unknown(let key, let nearest?):
      return Failure(
        .usage,
        Text(zh: "没有\(thing.zh) \(key)；是否为 \(nearest)？", en: "there is no \(thing.en) \(key); did you mean \(nearest)?")
      )
    case .unknown(let key, nil):
      return Failure(
        .usage,
        Text(
          zh: "没有\(thing.zh) \(key)；用 `hotline \(command) list` 查看",
          en: "there is no \(thing.en) \(key); look with `hotline \(command) list`"))
    case .taken(let key):
      let change = kind == .part ? "hotline part correct" : "hotline article draft"
      return Failure(
        .conflict,
        Text(
          zh: "已有\(thing.zh) \(key)；用 `\(change)` 更正",
          en: "the \(thing.en) \(key) is there already; mend it with `\(change)`"))
    case .withdrawn(let key):
      let back = kind == .part ? "hotline part add" : "hotline article draft"
      return Failure(
        .conflict,
        Text(
          zh: "\(thing.zh) \(key) 已撤下；用 `\(back)` 恢复",
          en: "the \(thing.en) \(key) was withdrawn; bring it back with `\(back)`"))
    case .unfit(let field, let value, let shape):
      let (zh, en) = words(shape)
      return Failure(
        .usage,
        Text(
          zh: "\(EventWords.field(ofEntry: field).zh)：\(value.prefix(40)) 不合适；\(zh)",
          en: "\(EventWords.field(ofEntry: field).en): \(value.prefix(40)) does not fit; \(en)"))
    case .empty(let key):
      return Failure(
        .usage,
        Text(
          zh: "知识 \(key) 要有正文，还要有标题或问题；用 --title 和 --body 写明",
          en: "the article \(key) needs words, and a title or a question; give --title and --body"))
    case .datesReversed(let key):
      return Failure(
        .usage,
        Text(
          zh: "知识 \(key) 的失效日期早于生效日期；核对 --from 和 --until",
          en: "the article \(key) would end before it begins; check --from and --until"))
    case .published(let key):
      return Failure(
        .conflict,
        Text(
          zh: "知识 \(key) 的最新内容已经发布；先用 `hotline article draft` 修改",
          en: "the newest text of the article \(key) is published already; change it first with `hotline article draft`"
        ))
    }
  }

  private static func words(_ shape: EntryText) -> (zh: String, en: String) {
    switch shape {
    case .money: ("写成 12.50 的形式", "write it as 12.50")
    case .day: ("写成 2026-05-01 的形式", "write it as 2026-05-01")
    case .line, .lines, .list: ("最多 32,767 个字符", "at most 32,767 characters")
    }
  }
}
