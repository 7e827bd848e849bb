import Domain

/// What is wrong with a text that somebody wrote, in Chinese: the compilers of definitions speak English, with the words of
/// the text in between.
///
///     ProblemWords.chinese("there is no state `workin`")      没有状态 `workin`
///
/// What no template fits stays English.
enum ProblemWords {
  /// `{}` stands for what differs; in the Chinese `{1}` is the first of those, `<1>` what that is called in Chinese, and `[1]`
  /// a problem itself. A test finds templates that fit nothing any more, and problems that no template fits.
  typealias Template = (english: String, chinese: String)

  static func chinese(_ english: String) -> String {
    chinese(english, by: ofTexts)
  }

  /// Of all texts; the first that fits has the word.
  static let ofTexts = ofProcesses + ofDefinitions + ofMentions + ofFigures + others + ways + common + ofSlots

  /// The same for what a command says of its own options.
  static func chinese(ofOptions english: String) -> String { chinese(english, by: ofOptions + ofSlots) }

  static func chinese(_ english: String, by templates: [Template]) -> String {
    for template in templates {
      guard let words = matches(english, template.english) else { continue }
      var chinese = template.chinese
      for (index, word) in words.enumerated() {
        if chinese.contains("[\(index + 1)]") {
          chinese = chinese.replacing("[\(index + 1)]", with: self.chinese(word, by: templates))
        }
        chinese = chinese.replacing("<\(index + 1)>", with: nouns[word] ?? word)
          .replacing("{\(index + 1)}", with: word)
      }
      return chinese
    }
    return english
  }

  /// What stands in the gaps of a template; `nil` where it does not fit.
  private static func matches(_ text: String, _ template: String) -> [String]? {
    let pieces = template.split(separator: "{}", omittingEmptySubsequences: false)
    guard let first = pieces.first, text.hasPrefix(first) else { return nil }
    var rest = text.dropFirst(first.count)
    var words: [String] = []
    for (index, piece) in pieces.enumerated().dropFirst() {
      let isLast = index == pieces.count - 1
      if isLast, piece.isEmpty {
        words.append(String(rest))
        return words
      }
      // The last fixed part stands at the end, the others as early as they can.
      if isLast {
        guard rest.hasSuffix(piece), rest.count >= piece.count else { return nil }
        words.append(String(rest.dropLast(piece.count)))
        return words
      }
      guard let found = rest.firstRange(of: piece) else { return nil }
      words.append(String(rest[..<found.lowerBound]))
      rest = rest[found.upperBound...]
    }
    return rest.isEmpty ? words : nil
  }

  private static let nouns: [String: String] = [
    "state": "状态", "action": "动作", "clock": "时限", "kind": "类型", "role": "角色", "process": "流程", "event": "事件",
    "recipient": "接收者", "relation": "关系", "category tree": "分类树", "calendar": "日历", "beginning": "起点",
    "unit of a new order": "新工单的单位", "kind of line": "明细种类", "measure": "指标", "report": "报表", "month": "月份",
    "minute": "分钟", "hour": "小时", "day of the month": "日期", "day of the week": "星期", "time of day": "一天中的时间",
    "year": "年份", "a number": "数字", "a count": "数量", "a share": "比率", "a length of time": "时长", "an amount": "金额",
    "type of field": "字段类型", "field": "字段", "unit": "单位", "category": "分类", "area": "区域", "channel": "渠道",
    "campaign": "外呼活动", "staff": "工作人员", "calls": "通话", "orders": "工单", "steps": "步骤", "answers": "回答", "parties": "人员",
    "given": "给定值", "choice": "选项",
  ]
}

extension ProcessError.Problem {
  /// What is wrong; what to do about it.
  var words: Text {
    Text(
      zh: "\(ProblemWords.chinese(reason))；\(ProblemWords.chinese(suggestion))", en: "\(reason); \(suggestion)")
  }

  /// The same with its place: `mine.yaml:12: actions.sign.to: …`.
  func line(in file: String) -> Text {
    let place = "\(file):\(line): \(path.isEmpty ? "" : "\(path): ")"
    return Text(zh: place + words.zh, en: place + words.en)
  }
}

extension ProcessError {
  /// Every problem with file and line, one below the other.
  func lines(in file: String) -> Text {
    let lines = problems.map { $0.line(in: file) }
    return Text(
      zh: lines.map(\.zh).joined(separator: "\n"), en: lines.map(\.en).joined(separator: "\n"))
  }
}
