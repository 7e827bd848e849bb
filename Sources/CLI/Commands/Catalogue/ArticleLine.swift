import BackOffice
import Domain
import Foundation
import Projections

/// An article as a line of a list: on a terminal with the beginning of its words, elsewhere with all of them.
enum ArticleLine {
  private static let info = ImportTargetInfo.articles
  private static let state = [
    ListColumn("stage", Text(zh: "状态", en: "stage")),
    ListColumn("version", Text(zh: "版本", en: "version"), .integer, priority: 1),
  ]
  private static let changed = [
    ListColumn("changedAt", Text(zh: "变更时间", en: "changed"), .instant, priority: 4),
    ListColumn("changedBy", Text(zh: "变更人", en: "changed by"), .code, priority: 3),
  ]

  /// The columns of the texts of an article, in the order of ``texts(_:)``.
  static let texts = [
    info.column("title"), info.column("questions").keepingLines, info.column("keywords"),
    info.column("body").keepingLines,
    info.column("category", .code), info.column("validFrom"), info.column("validUntil"), info.column("source"),
  ]

  static func texts(_ values: [ArticleField: String]) -> [Value] {
    [
      .text(values[.title]), .text(values[.questions]), .text(values[.keywords]), .text(values[.body]),
      .code(values[.category]), .text(values[.validFrom]), .text(values[.validUntil]), .text(values[.source]),
    ]
  }

  static func columns(isTable: Bool) -> [ListColumn] {
    let key = info.column("key", .code)
    guard isTable else { return [key] + texts + state + changed }
    return [key, info.column("title"), info.column("category", .code, priority: 2)] + state
      + [info.column("body", priority: 1)] + changed
  }

  /// - Parameter found: what was looked for: a table shows the words around it.
  static func row(_ line: Articles.Line, isTable: Bool, found: String?, _ language: Language) -> [Value] {
    let state: [Value] = [.text(isTable ? line.stage.words(language) : line.stage.rawValue), .integer(line.version)]
    let changed: [Value] = [.instant(line.changedAt), .code(line.changedBy)]
    guard isTable else { return [.code(line.key)] + texts(line.values) + state + changed }
    return [.code(line.key), .text(line.values[.title]), .code(line.values[.category])] + state
      + [.text(line.values[.body].map { excerpt($0, around: found) })] + changed
  }

  private static func excerpt(_ body: String, around found: String?) -> String {
    let text = body.split(whereSeparator: \.isNewline).joined(separator: " ")
    let term = found?.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
    let place = term.isEmpty ? nil : text.range(of: term, options: .caseInsensitive)?.lowerBound
    let start = place.flatMap { text.index($0, offsetBy: -10, limitedBy: text.startIndex) } ?? text.startIndex
    let shown = text[start...].prefix(40)
    return (start == text.startIndex ? "" : "…") + shown + (shown.endIndex == text.endIndex ? "" : "…")
  }
}

extension Articles.Stage {
  /// For people; programs have the code.
  fileprivate var words: Text {
    switch self {
    case .draft: Text(zh: "草稿", en: "draft")
    case .published: Text(zh: "已发布", en: "published")
    case .revised: Text(zh: "已发布，有新稿", en: "published, with a newer draft")
    case .withdrawn: Text(zh: "已撤下", en: "withdrawn")
    }
  }
}

/// One article with one of its texts, and all its versions.
struct ArticlePage {
  private let article: Article
  private let shown: Article.Draft
  private let version: Article.Version?

  /// - Parameter version: the version whose text is shown; `nil` for what everybody reads, else the newest text.
  init(_ article: Article, version number: Int?) throws {
    self.article = article
    if let number {
      guard let version = article.versions.first(where: { $0.number == number }) else {
        let known = article.versions.map { "\($0.number)" }
        throw Failure(
          .usage,
          Text(
            zh: "知识 \(article.key) 没有第 \(number) 版；\(known.isEmpty ? "还没有发布过" : "有：\(known.joined(separator: "、"))")",
            en:
              "the article \(article.key) has no version \(number); \(known.isEmpty ? "none was published" : "there are \(known.joined(separator: ", "))")"
          ))
      }
      (self.version, shown) = (version, version.text)
      return
    }
    version = article.live ?? (article.draft == nil ? article.versions.last : nil)
    guard let text = article.live?.text ?? article.draft ?? article.versions.last?.text else {
      throw OfficeError.catalogue(.article, .unknown(article.key.rawValue, nearest: nil))
    }
    shown = text
  }

  private var stage: Articles.Stage {
    guard article.withdrawal == nil else { return .withdrawn }
    guard article.live != nil else { return .draft }
    return article.draft == nil ? .published : .revised
  }

  static func columns(isTable: Bool) -> [ListColumn] {
    [ImportTargetInfo.articles.column("key", .code)] + ArticleLine.texts + [
      ListColumn("stage", Text(zh: "状态", en: "stage")), ListColumn("version", Text(zh: "版本", en: "version"), .integer),
      ListColumn("author", Text(zh: "撰写人", en: "author"), .code),
      ListColumn("writtenAt", Text(zh: "撰写时间", en: "written"), .instant),
      ListColumn("publisher", Text(zh: "发布人", en: "published by"), .code),
      ListColumn("publishedAt", Text(zh: "发布时间", en: "published"), .instant),
    ] + (isTable ? [] : [ListColumn("versions", Text(zh: "版本", en: "versions"), .json)])
  }

  func row(_ output: OutputOptions, _ language: Language) -> [Value] {
    let row: [Value] =
      [.code(article.key.rawValue)] + ArticleLine.texts(shown.values) + [
        .text(output.isTable ? stage.words(language) : stage.rawValue), .integer(version?.number), .code(shown.author),
        .instant(shown.at),
        .code(version?.publisher), .instant(version?.publishedAt),
      ]
    return output.isTable ? row : row + [.json(jsonArray(article.versions.map { "\($0.number)" }))]
  }

  static let versionColumns = [
    ListColumn("version", Text(zh: "版本", en: "version"), .integer), ImportTargetInfo.articles.column("title"),
    ListColumn("author", Text(zh: "撰写人", en: "author"), .code),
    ListColumn("writtenAt", Text(zh: "撰写时间", en: "written"), .instant),
    ListColumn("publisher", Text(zh: "发布人", en: "published by"), .code),
    ListColumn("publishedAt", Text(zh: "发布时间", en: "published"), .instant),
  ]

  var versionRows: [[Value]] {
    article.versions.map { version in
      [
        .integer(version.number), .text(version.text.values[.title]), .code(version.text.author),
        .instant(version.text.at), .code(version.publisher), .instant(version.publishedAt),
      ]
    }
  }
}
