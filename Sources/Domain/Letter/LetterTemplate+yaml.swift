import Yams

extension LetterTemplate {
  /// Reads a template.
  ///
  /// - Throws: every problem, with its line; a gap that nothing can fill among them.
  public init(yaml: String) throws(ProcessError) {
    let source: YAMLSource
    do {
      source = try YAMLSource(yaml)
    } catch {
      throw ProcessError(
        source: "template.yaml",
        problems: [
          .init(line: error.line, column: error.column, path: "", reason: error.reason, suggestion: error.suggestion)
        ])
    }
    var reader = YAMLReader(source)
    let template = reader.template(source.root)
    guard let template, reader.problems.isEmpty else {
      throw ProcessError(
        source: "template.yaml", problems: reader.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
    }
    self = template
  }
}

extension YAMLReader {
  fileprivate mutating func template(_ root: Place) -> LetterTemplate? {
    let known = ["template", "labels", "number", "title", "body", "signature"]
    guard let fields = fields(of: root, known: known) else { return nil }
    let key: TemplateKey? = required("template", of: fields, in: root, example: "reply").flatMap { name($0) }
    let number = required("number", of: fields, in: root, example: "\"热函〔{year}〕{0000}号\"").flatMap { series($0) }
    let title = required("title", of: fields, in: root, example: "Your report of {{order.openedAt}}").flatMap {
      gapped($0)
    }
    let body = required("body", of: fields, in: root, example: "|").flatMap { gapped($0) }
    var labels = Labels()
    if let place = fields["labels"], let words = self.fields(of: place, known: ["zh", "en"]) {
      labels = Labels(zh: words["zh"].flatMap { scalar($0)?.string }, en: words["en"].flatMap { scalar($0)?.string })
    }
    let signature = fields["signature"].flatMap { gapped($0) }
    guard let key, let number, let title, let body else { return nil }
    return LetterTemplate(key: key, labels: labels, number: number, title: title, body: body, signature: signature)
  }

  /// How letters are numbered: it must hold a place for the number.
  private mutating func series(_ place: Place) -> String? {
    guard let text = scalar(place)?.string else { return nil }
    let gaps = text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().map { piece in
      piece.prefix { $0 != "}" }
    }
    for gap in gaps where gap != "year" && !(gap.allSatisfy { $0 == "0" } && (1...9).contains(gap.count)) {
      report(
        mark(of: place), place.path, "`{\(gap)}` is no part of a number", "write {year}, and {0000} for four digits")
    }
    if !gaps.contains(where: { $0.first == "0" }) {
      report(
        mark(of: place), place.path, "there is no place for the number itself", "add {0000}, a zero for each digit")
    }
    return text
  }

  /// A text whose gaps can be filled.
  private mutating func gapped(_ place: Place) -> String? {
    guard let text = scalar(place)?.string else { return nil }
    for gap in LetterTemplate.gaps(of: text) {
      if gap == "{{" {
        report(mark(of: place), place.path, "a gap begins with `{{` and does not end", "write `}}` behind its name")
      } else if LetterField(gap) == nil {
        report(
          mark(of: place), place.path, "nothing fills the gap `{{\(gap)}}`",
          Spelling.advice(for: gap, in: LetterField.known))
      }
    }
    return text
  }
}
