import type { Problem } from '@lazaret/kernel';

/**
 * What a template may name: a text leaf is `''`, a list is an array holding the shape of one item. Everything else a
 * template language offers is outside.
 */
export type Shape = string | readonly Shape[] | { readonly [name: string]: Shape };

export interface TemplateRules {
  readonly shape: Shape;
  /** Helpers that take one listed variable and print it. */
  readonly printers: readonly string[];
  readonly partials: readonly string[];
  /** Whether `{{{ }}}` may print without escaping: in plain text only. */
  readonly raw: boolean;
}

interface Scope {
  readonly shape: Shape;
  readonly parent: Scope | null;
}

/** Reads a parsed template and answers whatever goes beyond the rules: an empty list means it may be compiled. */
export function lintTemplate(
  name: string,
  program: hbs.AST.Program,
  rules: TemplateRules,
): readonly Problem[] {
  const problems: Problem[] = [];
  const report = (node: hbs.AST.Node, message: string): void => {
    problems.push({ at: `${name}, line ${node.loc.start.line}`, message });
  };

  const visit = (block: hbs.AST.Program, scope: Scope): void => {
    if ((block.blockParams ?? []).length > 0) report(block, 'block parameters are not allowed');
    for (const statement of block.body) visitStatement(statement, scope);
  };

  const visitStatement = (node: hbs.AST.Statement, scope: Scope): void => {
    switch (node.type) {
      case 'ContentStatement':
      case 'CommentStatement':
        return;
      case 'MustacheStatement':
        return visitPrint(node as hbs.AST.MustacheStatement, scope);
      case 'BlockStatement':
        return visitBlock(node as hbs.AST.BlockStatement, scope);
      case 'PartialStatement':
        return visitPartial(node as hbs.AST.PartialStatement, scope);
      default:
        report(node, `${node.type} is not allowed`);
    }
  };

  const visitPrint = (node: hbs.AST.MustacheStatement, scope: Scope): void => {
    if (!node.escaped && !rules.raw) report(node, 'printing without escaping is not allowed');
    const hash = node.hash as hbs.AST.Hash | undefined;
    if ((hash?.pairs ?? []).length > 0) report(node, 'named arguments are not allowed');
    const path = pathOf(node.path);
    if (node.params.length === 0) return leaf(node, node.path, scope);
    if (path === null || !rules.printers.includes(path.original) || node.params.length !== 1)
      return report(node, `only ${rules.printers.join(', ')} may be called, with one variable`);
    leaf(node, node.params[0], scope);
  };

  const visitBlock = (node: hbs.AST.BlockStatement, scope: Scope): void => {
    const kind = node.path.original;
    const [param, ...more] = node.params;
    if (param === undefined || more.length > 0) return report(node, `{{#${kind}}} takes one variable`);
    if (kind === 'if' || kind === 'unless') {
      const path = pathOf(param);
      if (path?.data !== true || path.original !== '@last') condition(node, param, scope);
      visit(node.program, scope);
    } else if (kind === 'each') {
      const list = resolve(param, scope);
      if (!Array.isArray(list)) return report(node, `{{#each}} over ${nameOf(param)}, which is no list`);
      visit(node.program, { shape: list[0] as Shape, parent: scope });
    } else {
      return report(node, `{{#${kind}}} is not allowed`);
    }
    const otherwise = node.inverse as hbs.AST.Program | undefined;
    if (otherwise !== undefined) visit(otherwise, scope);
  };

  const visitPartial = (node: hbs.AST.PartialStatement, scope: Scope): void => {
    const path = pathOf(node.name);
    const hash = node.hash as hbs.AST.Hash | undefined;
    if (path === null) return report(node, 'a partial is named in the template, not computed');
    if (node.params.length > 0 || (hash?.pairs ?? []).length > 0)
      report(node, 'a partial takes no arguments');
    if (!rules.partials.includes(path.original)) report(node, `there is no partial ${path.original}`);
    if (scope.parent !== null) report(node, 'a partial stands at the top, not inside a list');
  };

  const leaf = (node: hbs.AST.Node, expression: hbs.AST.Node | undefined, scope: Scope): void => {
    const found = resolve(expression, scope);
    if (typeof found !== 'string') report(node, `${nameOf(expression)} is not listed`);
  };
  const condition = (node: hbs.AST.Node, expression: hbs.AST.Node, scope: Scope): void => {
    if (resolve(expression, scope) === undefined) report(node, `${nameOf(expression)} is not listed`);
  };

  visit(program, { shape: rules.shape, parent: null });
  return problems;
}

function resolve(expression: hbs.AST.Node | undefined, scope: Scope): Shape | undefined {
  const path = pathOf(expression);
  if (path === null || path.data) return undefined;
  let from: Scope | null = scope;
  for (let up = 0; up < path.depth; up += 1) from = from?.parent ?? null;
  let shape: Shape | undefined = from?.shape;
  for (const part of path.parts as readonly unknown[]) {
    if (typeof part !== 'string' || typeof shape !== 'object' || Array.isArray(shape)) return undefined;
    shape = Object.hasOwn(shape, part) ? (shape as Record<string, Shape>)[part] : undefined;
  }
  return shape;
}

function pathOf(node: hbs.AST.Node | undefined): hbs.AST.PathExpression | null {
  return node?.type === 'PathExpression' ? (node as hbs.AST.PathExpression) : null;
}

function nameOf(node: hbs.AST.Node | undefined): string {
  return pathOf(node)?.original ?? 'this expression';
}
