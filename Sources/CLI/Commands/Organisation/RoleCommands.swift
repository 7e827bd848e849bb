import ArgumentParser
import BackOffice
import Domain
import Foundation

/// `hotline role …`: what roles allow, as data.
struct RoleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "role", abstract: "What roles allow: list, show, check and publish them.",
    discussion: """
      A role is a list of rights. Write one out, change it, publish it: whoever holds it has the new rights with their next \
      command. The role admin always has all of them.

        hotline role show agent > agent.yaml
        hotline role publish agent.yaml
      """,
    subcommands: [List.self, Show.self, Check.self, Publish.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the roles, or the rights there are.",
      discussion: "Examples:\n  hotline role list\n  hotline role list --rights")
    @Flag(help: "The rights that a role can have.") var rights = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let chinese = workplace.console.language == .zh
        guard !rights else {
          let listing = try Listing(
            title: Text(zh: "权限", en: "rights"),
            columns: [
              ListColumn("right", Text(zh: "权限", en: "right"), .code),
              ListColumn("label", Text(zh: "含义", en: "what it allows")),
            ], options: output, console: workplace.console, zone: .gmt)
          for right in Right.allCases {
            try listing.append([.code(right.rawValue), .text(chinese ? right.labels.zh : right.labels.en)])
          }
          return try listing.finish()
        }
        let listing = try Listing(
          title: Text(zh: "角色", en: "roles"),
          columns: [
            ListColumn("role", Text(zh: "角色", en: "role"), .code), ListColumn("label", Text(zh: "名称", en: "name")),
            ListColumn("version", Text(zh: "版本", en: "version"), .integer),
            ListColumn("holders", Text(zh: "人数", en: "holders"), .integer),
            ListColumn("rights", Text(zh: "权限", en: "rights"), priority: 1),
          ], options: output, console: workplace.console, zone: .gmt)
        let people = session.organisation.everybody
        for role in try await session.definitions().allRoles {
          let holders = people.count { $0.grants(at: workplace.now).contains { $0.role == role.key } }
          try listing.append([
            .code(role.key.rawValue), .text(chinese ? role.labels.zh : role.labels.en), .integer(role.version),
            .integer(holders), .text(role.rights.sorted().map(\.rawValue).joined(separator: " ")),
          ])
        }
        try listing.finish()
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Write out a role as YAML.",
      discussion: "Example:\n  hotline role show agent > agent.yaml")
    @Argument(help: "The role.") var role: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let yaml = try await workplace.sitting { session in
        let definitions = try await session.definitions()
        guard let found = definitions.role(RoleKey(rawValue: role)) else {
          throw OfficeError.organisation(.noSuchRole(role, known: definitions.allRoles.map(\.key)))
        }
        return try await session.roleText(found.key) ?? found.yaml
      }
      let sink = try ResultSink(path: nil)
      sink.buffer.append(contentsOf: yaml.utf8)
      try sink.finish()
    }
  }

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Check a role; every problem is named with its line.",
      discussion: "Example:\n  hotline role check agent.yaml")
    @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let text = try ProcessCommand.read(file)
      do {
        let role = try RoleDefinition.compile(text, version: 1)
        Workplace(output).console.say(
          Text(
            zh: "\(file)：角色 \(role.key)，\(role.rights.count) 项权限，没有问题",
            en: "\(file): role \(role.key), \(role.rights.count) rights, no problems"))
      } catch {
        throw RoleCommand.failure(error, in: file)
      }
    }
  }

  struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "publish", abstract: "Publish a role: its holders have the new rights with their next command.",
      discussion: "Example:\n  hotline role publish agent.yaml")
    @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let text = try ProcessCommand.read(file)
      let workplace = Workplace(output)
      let (role, isNew) = try await workplace.sitting { session in
        do {
          return try await session.publishRole(text, at: workplace.now)
        } catch let error as ProcessError {
          throw RoleCommand.failure(error, in: file)
        }
      }
      workplace.console.say(
        isNew
          ? Text(
            zh: "角色 \(role.key) 第 \(role.version) 版已发布", en: "role \(role.key): version \(role.version) is published")
          : Text(
            zh: "角色 \(role.key) 第 \(role.version) 版已是此内容",
            en: "role \(role.key): version \(role.version) says this already"))
    }
  }

  static func failure(_ error: ProcessError, in file: String) -> Failure {
    let (count, lines) = (error.problems.count, error.lines(in: file))
    return Failure(
      Text(
        zh: "角色定义有 \(count) 处问题\n" + lines.zh,
        en: "the role has \(count) problem\(count == 1 ? "" : "s")\n" + lines.en))
  }
}

/// `hotline function …`: parts of the program that an office does without.
struct FunctionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "function", abstract: "Switch parts of the program off and on for the whole office.",
    subcommands: [List.self, Disable.self, Enable.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the functions and whether they are on.",
      discussion: "Example:\n  hotline function list")
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let listing = try Listing(
          title: Text(zh: "功能", en: "functions"),
          columns: [
            ListColumn("function", Text(zh: "功能", en: "function"), .code),
            ListColumn("label", Text(zh: "名称", en: "name")),
            ListColumn("on", Text(zh: "启用", en: "on"), .flag),
          ], options: output, console: workplace.console, zone: .gmt)
        for function in OfficeFunction.allCases {
          let labels = function.labels
          try listing.append([
            .code(function.rawValue), .text(workplace.console.language == .zh ? labels.zh : labels.en),
            .flag(session.access.functions.isOn(function)),
          ])
        }
        try listing.finish()
      }
    }
  }

  struct Disable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "disable", abstract: "Switch a function off: its commands refuse from now on.",
      discussion: "Example:\n  hotline function disable letters")
    @Argument(help: "The function.") var function: OfficeFunction
    @OptionGroup var output: OutputOptions

    func run() async throws { try await FunctionCommand.set(function, isOn: false, Workplace(output)) }
  }

  struct Enable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "enable", abstract: "Switch a function on again.",
      discussion: "Example:\n  hotline function enable letters")
    @Argument(help: "The function.") var function: OfficeFunction
    @OptionGroup var output: OutputOptions

    func run() async throws { try await FunctionCommand.set(function, isOn: true, Workplace(output)) }
  }

  private static func set(_ function: OfficeFunction, isOn: Bool, _ workplace: Workplace) async throws {
    try await workplace.sitting { session in try await session.set(function, isOn: isOn, at: workplace.now) }
    workplace.console.say(
      Text(
        zh: "\(function.labels.zh ?? function.rawValue)已\(isOn ? "启用" : "停用")",
        en: "\(function.labels.en ?? function.rawValue): \(isOn ? "on" : "off")"))
  }
}

extension OfficeFunction: ExpressibleByArgument {}
