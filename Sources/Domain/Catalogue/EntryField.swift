import FoundationEssentials

/// One thing that a catalogue says of a part or an article: a text in one spelling.
public protocol EntryField: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  /// What its text holds.
  var shape: EntryText { get }
}

/// What the text of a field holds.
public enum EntryText: Sendable, Equatable {
  /// One line.
  case line
  /// Lines as they are written.
  case lines
  /// Several texts; stored with this between them.
  case list(String)
  /// An amount of the office's currency, as forms keep it: `12.50`.
  case money
  /// A day: `2026-05-01`.
  case day

  /// The most that a text can hold, which is what a cell of a spreadsheet can.
  public static let longest = 32_767

  /// A text in the spelling in which it is stored; `nil` where it is not of this shape. An empty one stays empty.
  public func read(_ typed: String) -> String? {
    let text = typed.trimmed
    guard !text.isEmpty else { return "" }
    guard text.utf16.count <= Self.longest else { return nil }
    switch self {
    case .line: return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    case .lines: return text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    case .list(let divider): return items(of: text).joined(separator: divider)
    case .money: return Amount(money: text).flatMap { $0 < Amount(0) ? nil : $0.money }
    case .day: return Field.day(text)
    }
  }

  /// The single texts of a list, each once and in their order; the whole text of everything else.
  public func items(of text: String) -> [String] {
    guard case .list(let divider) = self else { return text.isEmpty ? [] : [text] }
    // A list with a line for each holds sentences, and these have commas.
    let marks = divider == "\n" ? "" : ";；,，、"
    return text.split { $0.isNewline || marks.contains($0) }
      .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
      .reduce(into: []) { if !$1.isEmpty, !$0.contains($1) { $0.append($1) } }
  }

  /// What is there with what a list adds: its further texts, or all of it where nothing was there.
  func adding(_ new: String, to old: String?) -> String {
    guard let old, !old.isEmpty else { return new }
    guard case .list(let divider) = self else { return old }
    return items(of: old + "\n" + new).joined(separator: divider)
  }
}

extension String {
  /// Without blanks around it.
  var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}

/// Why a catalogue stays as it is.
public enum EntryRefusal: Error, Sendable, Equatable {
  /// There is no such part or article.
  case unknown(String, nearest: EntryKey?)
  /// There is one of this key already.
  case taken(EntryKey)
  /// It was withdrawn.
  case withdrawn(EntryKey)
  /// The text of a field is not what the field holds.
  case unfit(field: String, value: String, EntryText)
  /// An article without a title or without words.
  case empty(EntryKey)
  /// An article that ends before it begins.
  case datesReversed(EntryKey)
  /// Its newest text is published already.
  case published(EntryKey)
}

/// A part or an article was taken out of its catalogue: it is on no list and found by no search, and its history stays.
public struct EntryWithdrawn: Sendable, Equatable, Codable {
  /// Which run of the import that brought it was undone; `nil` where somebody withdrew it.
  public var generation: Int?
  /// Why: erasable.
  public var reason: String?

  private enum CodingKeys: CodingKey { case generation }

  /// A withdrawal.
  public init(generation: Int? = nil, reason: String? = nil) {
    self.generation = generation
    self.reason = reason
  }
}
