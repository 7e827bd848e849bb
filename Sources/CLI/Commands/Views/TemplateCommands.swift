import ArgumentParser
import BackOffice
import Domain
import Foundation

/// `hotline template …`: official letters with gaps.
struct TemplateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "template", abstract: "Official letters as data: templates with gaps that an order fills.",
    discussion: """
      A template is a YAML file:

        template: reply
        labels: {zh: 答复函, en: Letter of reply}
        number: 热函〔{year}〕{0000}号
        title: 关于“{{order.title}}”的答复
        body: |
          {{party.name}}：
          您于{{order.openedAt}}反映的问题已办理完毕：{{last.result}}
        signature: 市政府热线办公室

      Gaps: \(LetterField.known.joined(separator: ", ")).
      """,
    subcommands: [Publish.self, List.self, Show.self, Retire.self])

  struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "publish", abstract: "Publish a template; every problem is named with its line.",
      discussion: "Example:\n  hotline template publish reply.yaml")
    @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let text = try ProcessCommand.read(file)
      let workplace = Workplace(output)
      let (template, version, isNew) = try await workplace.sitting { session in
        do {
          return try await session.publishTemplate(text, at: workplace.now)
        } catch let error as ProcessError {
          throw DefinitionFailure.of(error, Text(zh: "模板", en: "the template"), in: file)
        }
      }
      workplace.console.say(
        isNew
          ? Text(
            zh: "模板 \(template.key) 第 \(version) 版已发布", en: "template \(template.key): version \(version) is published")
          : Text(
            zh: "模板 \(template.key) 第 \(version) 版已是此内容",
            en: "template \(template.key): version \(version) says this already"))
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the templates.", discussion: "Example:\n  hotline template list")
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let listing = try Listing(
          title: Text(zh: "模板", en: "templates"),
          columns: [
            ListColumn("key", Text(zh: "模板", en: "template")),
            ListColumn("label", Text(zh: "名称", en: "name")),
            ListColumn("number", Text(zh: "编号", en: "numbered")),
            ListColumn("version", Text(zh: "版本", en: "version"), .integer),
            ListColumn("by", Text(zh: "发布者", en: "published by"), priority: 1),
            ListColumn("at", Text(zh: "发布于", en: "published"), .instant, priority: 1),
          ], options: output, console: workplace.console, zone: zone)
        for (template, text) in try await session.templates() {
          let label = workplace.console.language == .zh ? template.labels.zh : template.labels.en
          try listing.append([
            .text(text.key), .text(label), .text(template.number), .integer(text.version), .text(text.actor),
            .instant(text.at),
          ])
        }
        try listing.finish()
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Write out the YAML of a template.",
      discussion: "Example:\n  hotline template show reply > reply.yaml")
    @Argument(help: "The template.") var name: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let yaml = try await Workplace(output).sitting { session in
        let all = try await session.templates()
        guard let found = all.first(where: { $0.text.key == name }) else {
          throw ViewError.noSuchTemplate(name, known: all.map(\.text.key))
        }
        return found.text.body
      }
      let sink = try ResultSink(path: nil)
      sink.buffer.append(contentsOf: yaml.utf8)
      try sink.finish()
    }
  }

  struct Retire: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "retire", abstract: "Take a template out of use; letters that were written stay.",
      discussion: "Example:\n  hotline template retire reply")
    @Argument(help: "The template.") var name: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        try await session.retireTemplate(name, at: workplace.now)
        workplace.console.say(Text(zh: "模板 \(name) 已停用", en: "template \(name) is retired"))
      }
    }
  }
}
