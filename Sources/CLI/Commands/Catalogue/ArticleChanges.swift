import ArgumentParser
import BackOffice
import Domain
import Foundation

extension ArticleCommand {
  struct Draft: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "draft",
      abstract: "Write an article, or a new text of one; what is published stays until the new text is.",
      discussion: """
        What is not named stays as it is; an empty value takes a field away. Of an article that was withdrawn it makes a \
        draft again.

        Examples:
          hotline article draft gas-smell --title 燃气异味 --question 闻到煤气味怎么办 \\
            --body-file answer.txt --category gas --until 2026-12-31
          hotline article draft gas-smell --source "Safety manual 3.2"
        """)
    @Argument(help: "Its key.") var key: String
    @Option(help: "Its one line.") var title: String?
    @Option(name: .customLong("question"), help: "A way to ask for it; may be given again.") var questions: [String] =
      []
    @Option(name: .customLong("keyword"), help: "A word by which it is found; may be given again.")
    var keywords: [String] = []
    @Option(help: "The answer.") var body: String?
    @Option(help: ArgumentHelp("A file with the answer.", valueName: "file"), completion: .file()) var bodyFile: String?
    @Option(help: "The product base or subject: a code or name of the category tree, or a word of your own.")
    var category: String?
    @Option(name: .customLong("from"), help: ArgumentHelp("The first day on which it holds.", valueName: "day"))
    var validFrom: String?
    @Option(name: .customLong("until"), help: ArgumentHelp("The last day on which it holds.", valueName: "day"))
    var validUntil: String?
    @Option(help: "Where it comes from.") var source: String?
    @OptionGroup var change: EntryChange

    func validate() throws {
      if body != nil, bodyFile != nil { throw ValidationError("give --body or --body-file, not both") }
    }

    func run() async throws {
      let key = try EntryChange.key(key)
      var values: [ArticleField: String] = [:]
      (values[.title], values[.category], values[.source]) = (title, category, source)
      (values[.validFrom], values[.validUntil]) = (validFrom, validUntil)
      if !questions.isEmpty { values[.questions] = questions.joined(separator: "\n") }
      if !keywords.isEmpty { values[.keywords] = keywords.joined(separator: "\n") }
      values[.body] = try bodyFile.map { path throws(Failure) in try SmallFile.text(path) } ?? body
      let asked = values
      try await change.perform { session, now in
        try await session.writeArticle(key, asked, at: now, isRehearsal: change.isRehearsal)
      }
    }
  }

  struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "publish", abstract: "Publish the newest text of an article as its next version.",
      discussion: "Example:\n  hotline article publish gas-smell")
    @Argument(help: "Its key.") var key: String
    @OptionGroup var change: EntryChange

    func run() async throws {
      let key = try EntryChange.key(key)
      try await change.perform { session, now in
        try await session.publishArticle(key, at: now, isRehearsal: change.isRehearsal)
      }
    }
  }

  struct Withdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "withdraw",
      abstract: "Take an article out of the knowledge base: nobody finds it, and its versions can still be read.",
      discussion: "Example:\n  hotline article withdraw gas-smell --reason \"Replaced by gas-safety\"")
    @Argument(help: "Its key.") var key: String
    @Option(help: "Why.") var reason: String?
    @OptionGroup var change: EntryChange

    func run() async throws {
      let (key, reason) = (try EntryChange.key(key), reason)
      try await change.perform { session, now in
        try await session.withdrawArticle(key, reason: reason, at: now, isRehearsal: change.isRehearsal)
      }
    }
  }
}
